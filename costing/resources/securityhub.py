"""AWS Security Hub CSPM. https://aws.amazon.com/security-hub/cspm/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

CHECKED = (
    Line("monthly_checks", "Security checks", "PaidComplianceCheck", Unit.CHECKS),
    Line(
        "monthly_findings",
        "Findings of other products",
        "OtherProduct:PaidFindingsIngestion",
        Unit.EVENTS,
    ),
    Line(
        "monthly_rule_evaluations",
        "Automation rule evaluations",
        "RuleEvaluation",
        Unit.EVALUATIONS,
    ),
)


class Account(StatedResource):
    """Checks of its standards, findings that others send, and automation rules."""

    type = "aws:securityhub/account:Account"
    usage = usage_of("SecurityHubUsage", CHECKED)
    service = "AWSSecurityHub"
    lines = CHECKED
