"""AWS Fault Injection Service. https://aws.amazon.com/fis/pricing/."""

from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

INJECTED = (
    Line("monthly_action_minutes", "Action minutes", "ActionMinutes", Unit.MINUTES),
    Line(
        "monthly_further_account_minutes",
        "Action minutes in further accounts",
        "ActionMinutes-MultiAccount",
        Unit.MINUTES,
        silent=True,
    ),
)


class ExperimentTemplate(StatedResource):
    """Action minutes of experiments."""

    type = "aws:fis/experimentTemplate:ExperimentTemplate"
    usage = usage_of("ExperimentTemplateUsage", INJECTED)
    service = "AWSFIS"
    lines = INJECTED
    left_out = (LeftOut("Experiment reports", "experimentReportConfiguration"),)
