"""Amazon EventBridge. https://aws.amazon.com/eventbridge/pricing/.

Events of AWS's own services on the default bus are free, and so are rules.
"""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AWSEvents"
CHUNKS = "Event-64K-Chunks"  # an event is one for each started 64 KB of it
ON_ARCHIVE = (
    Line("monthly_archive_processing_gb", "Archive processing", "ArchivedEvents-Bytes", Unit.GB),
    Line("archive_storage_gb", "Archive storage", "TimedStorage-ByteHrs"),
)
DISCOVERY = Line(  # by the started 8 KB
    "monthly_schema_discovery_events", "Schema discovery", "Event-8K-Chunks", Unit.EVENTS
)
ON_BUS = (
    Line("monthly_custom_events", "Custom events published", CHUNKS, Unit.EVENTS),
    Line("monthly_third_party_events", "Third-party events published", CHUNKS, Unit.EVENTS),
    *ON_ARCHIVE,
    DISCOVERY,
)
CALLS = (
    Line(
        "monthly_invocations",
        "API destination invocations",
        "ApiDestination-Invocations",
        Unit.INVOCATIONS,
    ),
)
SCHEDULED = (Line("monthly_invocations", "Invocations", "ScheduledInvocation", Unit.INVOCATIONS),)
PIPED = (Line("monthly_requests", "Requests", "Pipes-Requests", Unit.REQUESTS),)


class EventBus(StatedResource):
    """Events published, archived and discovered. Replayed events are usage as published events."""

    type = "aws:cloudwatch/eventBus:EventBus"
    usage = usage_of("EventBusUsage", ON_BUS)
    service = SERVICE
    lines = ON_BUS


class EventArchive(StatedResource):
    """Events archived: give them here or for the bus, not for both."""

    type = "aws:cloudwatch/eventArchive:EventArchive"
    usage = usage_of("EventArchiveUsage", ON_ARCHIVE)
    service = SERVICE
    lines = ON_ARCHIVE


class EventApiDestination(StatedResource):
    """Calls of an endpoint outside AWS."""

    type = "aws:cloudwatch/eventApiDestination:EventApiDestination"
    usage = usage_of("ApiDestinationUsage", CALLS)
    service = SERVICE
    lines = CALLS
