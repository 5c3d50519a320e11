"""Application Auto Scaling. https://aws.amazon.com/autoscaling/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.application_autoscaling import TARGET, TargetUsage
from costing.resources._shared.priced_resource import Links, PricedResource


class Target(PricedResource):
    """Free, but usage may say at which capacity it holds what it scales, which is charged there."""

    type = TARGET
    usage = TargetUsage

    @override
    def meters(self, usage: TargetUsage, links: Links) -> Iterator[Meter]:
        yield from ()
