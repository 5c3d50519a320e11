"""Errors of the policy half. Each ends the command with one line and exit status 2.

PolicyError
├── WaiverError    invalid waiver file, or a waiver without a finding
├── BaselineError  file is not a report of findings
├── CustomRuleError  a team's rule file cannot be read
└── SettingError   unknown rule, framework, profile or setting, or a value of the wrong type
"""

from costing.errors import CostingError


class PolicyError(CostingError):
    pass


class WaiverError(PolicyError):
    pass


class BaselineError(PolicyError):
    pass


class CustomRuleError(PolicyError):
    pass


class SettingError(PolicyError):
    pass
