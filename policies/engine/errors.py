"""What the policy half raises on purpose. Each ends the command with one line (exit 2).

PolicyError
├── WaiverError    a waiver file is not one, or a waiver matches nothing
├── BaselineError  a file is no report of findings
└── SettingError   no such rule, framework, profile or setting, or a value of the wrong kind
"""

from costing.errors import CostingError


class PolicyError(CostingError):
    pass


class WaiverError(PolicyError):
    pass


class BaselineError(PolicyError):
    pass


class SettingError(PolicyError):
    pass
