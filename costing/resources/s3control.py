"""Amazon S3, what is set for an account. https://aws.amazon.com/s3/pricing/."""

from collections.abc import Iterator

from pydantic import Field
from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonS3"
OBJECTS = Line("monitored_objects", "Advanced metrics", "StorageLens-ObjCount", Unit.OBJECT_MONTHS)


class Metrics(Block):
    enabled: bool = False


class AccountLevel(Block):
    activity_metrics: Metrics = Metrics()
    advanced_cost_optimization_metrics: Metrics = Metrics()
    advanced_data_protection_metrics: Metrics = Metrics()
    detailed_status_code_metrics: Metrics = Metrics()

    @property
    def advanced(self) -> bool:
        return any(
            each.enabled
            for each in (
                self.activity_metrics,
                self.advanced_cost_optimization_metrics,
                self.advanced_data_protection_metrics,
                self.detailed_status_code_metrics,
            )
        )


class LensConfiguration(Block):
    account_level: AccountLevel = AccountLevel()


class StorageLensConfiguration(PricedResource):
    """Objects that advanced metrics cover. Exports are storage and requests of their bucket."""

    type = "aws:s3control/storageLensConfiguration:StorageLensConfiguration"
    usage = usage_of("StorageLensUsage", [OBJECTS])

    storage_lens_configuration: LensConfiguration = Field(default_factory=LensConfiguration)

    @override
    @charges("Advanced metrics")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if self.storage_lens_configuration.account_level.advanced:
            yield from metered(SERVICE, [OBJECTS], usage)
