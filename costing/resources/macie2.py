"""Amazon Macie. https://aws.amazon.com/macie/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit, divide

SERVICE = "AmazonMacie"
DAYS_PER_MONTH = divide(HOURS_PER_MONTH, Decimal(24))
INSPECTED = (
    Line("monthly_discovered_gb", "Sensitive data discovery", "SensitiveDataDiscovery", Unit.GB),
)


class AccountUsage(ResourceUsage):
    buckets: Quantity = None  # on average; so the next one
    objects: Quantity = None  # monitored for automated discovery


class Account(PricedResource):
    """Buckets and objects by the day, and what automated discovery reads."""

    type = "aws:macie2/account:Account"
    usage = usage_of("MacieAccountUsage", INSPECTED, AccountUsage)

    status: Literal["ENABLED", "PAUSED"] = "ENABLED"

    @override
    @charges("Buckets monitored", "Objects monitored", "Sensitive data discovery")
    def meters(self, usage: AccountUsage, links: Links) -> Iterator[Meter]:
        if self.status == "PAUSED":
            return
        buckets, objects = Sku(SERVICE, "S3BucketsMonitored"), Sku(SERVICE, "S3ObjectsMonitored")
        days = times(usage.buckets, DAYS_PER_MONTH)
        yield Meter("Buckets monitored", buckets, days, Unit.BUCKET_DAYS, usage="buckets")
        days = times(usage.objects, DAYS_PER_MONTH)
        yield Meter("Objects monitored", objects, days, Unit.OBJECT_DAYS, usage="objects")
        yield from metered(SERVICE, INSPECTED, usage)


class ClassificationJob(StatedResource):
    """Gigabytes that a job inspects."""

    type = "aws:macie2/classificationJob:ClassificationJob"
    usage = usage_of("ClassificationJobUsage", INSPECTED)
    service = SERVICE
    lines = INSPECTED
