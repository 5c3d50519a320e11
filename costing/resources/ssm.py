"""AWS Systems Manager. https://aws.amazon.com/systems-manager/pricing/."""

from collections.abc import Iterator
from typing import Any, Literal

from typing_extensions import override

from costing.model import SECRET, UNKNOWN, Meter, Sku
from costing.resources._shared.inputs import unknown
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit

CALLS = "PS-Param-Processed-Tier1"  # of advanced parameters, at standard throughput
STANDARD_BYTES = 4096  # the longest value of a standard parameter


class ParameterUsage(ResourceUsage):
    api_throughput_limit: Literal["standard", "advanced", "higher"] | None = None
    monthly_api_interactions: Quantity = None
    parameter_storage_hrs: Quantity = None  # all month where not given


class ActivationUsage(ResourceUsage):
    instance_tier: Literal["standard", "advanced"] = "standard"
    instances: Quantity = None


def ssm(usage_type: str) -> Sku:
    return Sku("AWSSystemsManager", usage_type)


class Parameter(PricedResource):
    """Free while it is a standard parameter at standard throughput.

    One of the tier Intelligent-Tiering is advanced where its value is too long.
    """

    type = "aws:ssm/parameter:Parameter"
    usage = ParameterUsage

    tier: Literal["Standard", "Advanced", "Intelligent-Tiering"] = "Standard"
    value: Any = None
    insecure_value: Any = None

    @property
    def advanced(self) -> bool:
        if self.tier != "Intelligent-Tiering":
            return self.tier == "Advanced"
        value = self.insecure_value if self.value is None else self.value
        if value is UNKNOWN or value is SECRET:
            raise unknown("value")
        return isinstance(value, str) and len(value.encode()) > STANDARD_BYTES

    @override
    def meters(self, usage: ParameterUsage, links: Links) -> Iterator[Metering]:
        yield from self.storage(usage)
        yield from self.calls(usage)

    @charges("Parameter storage (advanced)")
    def storage(self, usage: ParameterUsage) -> Iterator[Meter]:
        if self.advanced:
            hours = usage.parameter_storage_hrs
            yield Meter(
                "Parameter storage (advanced)",
                ssm("PS-Advanced-Param-Tier1"),
                HOURS_PER_MONTH if hours is None else hours,
                Unit.HOURS,
            )

    @charges("API interactions")
    def calls(self, usage: ParameterUsage) -> Iterator[Meter]:
        limit = usage.api_throughput_limit or ("advanced" if self.advanced else "standard")
        if limit != "standard":
            calls = ssm("PS-Param-Processed-Tier2" if limit == "higher" else CALLS)
            name = f"API interactions ({limit})"
            key, quantity = "monthly_api_interactions", usage.monthly_api_interactions
            yield Meter(name, calls, quantity, Unit.REQUESTS, usage=key)


class Activation(PricedResource):
    """Machines outside AWS: free in the standard tier, by the hour in the advanced one."""

    type = "aws:ssm/activation:Activation"
    usage = ActivationUsage

    @override
    def meters(self, usage: ActivationUsage, links: Links) -> Iterator[Meter]:
        if usage.instance_tier == "advanced":
            yield Meter(
                "On-prem managed instances (advanced)",
                ssm("MI-AdvInstances-Hrs"),
                times(usage.instances, HOURS_PER_MONTH),
                Unit.HOURS,
                usage="instances",
            )
