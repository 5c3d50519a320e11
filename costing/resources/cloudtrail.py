"""AWS CloudTrail. https://aws.amazon.com/cloudtrail/pricing/."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSCloudTrail"
COPIES = Line(
    "monthly_additional_management_events",
    "Management events (additional copies)",
    "PaidEventsRecorded",
    Unit.EVENTS,
)
DATA = Line("monthly_data_events", "Data events", "DataEventsRecorded", Unit.EVENTS)
INSIGHTS = Line("monthly_insight_events", "Insight events", "InsightsEvents", Unit.EVENTS)

INGESTED, LAKE = "monthly_data_ingested_gb", "Ingestion-Bytes"
YEAR = Line(
    INGESTED, "CloudTrail events ingested", f"{LAKE}-1yearstore-Live-CloudTrail-Logs", Unit.GB
)
SEVEN_YEARS = Line(INGESTED, "Events ingested", LAKE, Unit.GB)
OTHER = Line(
    "monthly_other_data_ingested_gb",
    "Events of other sources ingested",
    f"{LAKE}-1yearstore-Other-data-sources",
    Unit.GB,
)
KEPT = Line("extended_retention_gb", "Retention beyond the first year", "PaidStorage-ByteHrs")
QUERIED = Line("monthly_data_scanned_gb", "Queries", "QueryScanned-Bytes", Unit.GB)


class EventSelector(Block):
    include_management_events: bool = True


class Trail(PricedResource):
    """Copies of management events beyond the first, data events, insights.

    The first copy in a region is free. Its bucket and log group are charged apart.
    """

    type = "aws:cloudtrail/trail:Trail"
    usage = usage_of("TrailUsage", (COPIES, DATA, INSIGHTS))

    event_selectors: list[EventSelector] = Field(default_factory=list)
    insight_selectors: list[object] = Field(default_factory=list)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.copies(usage)
        yield from metered(SERVICE, (DATA,), usage)
        yield from self.insights(usage)

    @charges(COPIES.name)
    def copies(self, usage: ResourceUsage) -> Iterator[Meter]:
        selectors = self.event_selectors or [EventSelector()]
        if any(each.include_management_events for each in selectors):
            yield from metered(SERVICE, (COPIES,), usage)

    @charges(INSIGHTS.name)
    def insights(self, usage: ResourceUsage) -> Iterator[Meter]:
        if self.insight_selectors:
            yield from metered(SERVICE, (INSIGHTS,), usage)


class EventDataStore(PricedResource):
    """A store of CloudTrail Lake: what is ingested, kept beyond the first year, and queried."""

    type = "aws:cloudtrail/eventDataStore:EventDataStore"
    usage = usage_of("EventDataStoreUsage", (YEAR, OTHER, KEPT, QUERIED))

    billing_mode: Literal["EXTENDABLE_RETENTION_PRICING", "FIXED_RETENTION_PRICING"] = (
        "EXTENDABLE_RETENTION_PRICING"
    )

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.kept(usage)
        yield from metered(SERVICE, (QUERIED,), usage)

    @charges(SEVEN_YEARS.name, YEAR.name, OTHER.name, KEPT.name)
    def kept(self, usage: ResourceUsage) -> Iterator[Meter]:
        fixed = self.billing_mode == "FIXED_RETENTION_PRICING"
        yield from metered(SERVICE, (SEVEN_YEARS,) if fixed else (YEAR, OTHER, KEPT), usage)
