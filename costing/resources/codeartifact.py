"""AWS CodeArtifact. https://aws.amazon.com/codeartifact/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

KEPT = (
    Line("storage_gb", "Storage", "TimedStorage-ByteHrs"),
    Line("monthly_requests", "Requests", "Requests", Unit.REQUESTS),
)


class Repository(StatedResource):
    """Packages kept (2 GB are free), and requests (100,000 a month are). Without transfer."""

    type = "aws:codeartifact/repository:Repository"
    usage = usage_of("CodeArtifactRepositoryUsage", KEPT)
    service = "AWSCodeArtifact"
    lines = KEPT
