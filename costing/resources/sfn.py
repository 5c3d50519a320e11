"""AWS Step Functions. https://aws.amazon.com/step-functions/pricing/."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.units import Unit

SERVICE = "AmazonStates"
MEMORY_MB, DURATION_MS = (
    Decimal(64),
    Decimal(100),
)  # steps by which express workflows are rounded up
MB_MS_PER_GB_SECOND = Decimal(1024 * 1000)


class StateMachineUsage(ResourceUsage):
    monthly_transitions: Quantity = None  # of a standard workflow
    monthly_requests: Quantity = None  # of an express one; so the next two
    memory_mb: Quantity = None
    workflow_duration_ms: Quantity = None


def rounded_up(quantity: Quantity, step: Decimal) -> Quantity:
    """Return the whole steps that are billed, at least one."""
    if quantity is None:
        return None
    return max((quantity / step).to_integral_value(ROUND_CEILING), Decimal(1)) * step


class StateMachine(PricedResource):
    """Transitions of a standard workflow; requests and gigabyte-seconds of an express one."""

    type = "aws:sfn/stateMachine:StateMachine"
    usage = StateMachineUsage

    kind: Literal["STANDARD", "EXPRESS"] = Field("STANDARD", alias="type")

    @override
    @charges("Transitions", "Requests", "Duration")
    def meters(self, usage: StateMachineUsage, links: Links) -> Iterator[Meter]:
        if self.kind == "STANDARD":
            yield Meter(
                "Transitions",
                Sku(SERVICE, "StateTransition"),
                usage.monthly_transitions,
                Unit.TRANSITIONS,
                usage="monthly_transitions",
            )
            return
        requests = Sku(SERVICE, "StepFunctions-Request")
        stated = usage.monthly_requests
        yield Meter("Requests", requests, stated, Unit.REQUESTS, usage="monthly_requests")
        yield Meter(
            "Duration",
            Sku(SERVICE, "StepFunctions-GB-Second"),
            gb_seconds(usage),
            Unit.GB_SECONDS,
            usage="workflow_duration_ms",
        )


def gb_seconds(usage: StateMachineUsage) -> Quantity:
    memory = rounded_up(usage.memory_mb, MEMORY_MB)
    duration = rounded_up(usage.workflow_duration_ms, DURATION_MS)
    each = times(memory, duration)
    return times(usage.monthly_requests, None if each is None else each / MB_MS_PER_GB_SECOND)
