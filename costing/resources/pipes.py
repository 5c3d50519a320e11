"""Amazon EventBridge Pipes. https://aws.amazon.com/eventbridge/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

PIPED = (Line("monthly_requests", "Requests", "Request-64K-Chunks", Unit.REQUESTS, "PipeRequest"),)


class Pipe(StatedResource):
    """Events after filtering, each started 64 KB of a batch one request."""

    type = "aws:pipes/pipe:Pipe"
    usage = usage_of("PipeUsage", PIPED)
    service = "AWSEvents"
    lines = PIPED
