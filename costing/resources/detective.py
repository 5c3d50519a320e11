"""Amazon Detective. https://aws.amazon.com/detective/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

INGESTED = (Line("monthly_ingested_gb", "Data ingested", "PaidIngestion-Bytes", Unit.GB),)


class Graph(StatedResource):
    """Gigabytes of logs and findings that it ingests, of all member accounts."""

    type = "aws:detective/graph:Graph"
    usage = usage_of("DetectiveGraphUsage", INGESTED)
    service = "AmazonDetective"
    lines = INGESTED
