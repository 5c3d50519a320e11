"""CloudWatch RUM. https://aws.amazon.com/cloudwatch/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

RECORDED = (Line("monthly_events", "Events", "CW:RUM-events", Unit.EVENTS),)


class AppMonitor(StatedResource):
    """Events that the pages of an application send."""

    type = "aws:rum/appMonitor:AppMonitor"
    usage = usage_of("AppMonitorUsage", RECORDED)
    service = "AmazonCloudWatch"
    lines = RECORDED
