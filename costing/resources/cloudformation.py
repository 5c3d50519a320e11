"""AWS CloudFormation. https://aws.amazon.com/cloudformation/pricing/.

Operations on AWS's own types, Alexa's and custom resources are free; those on third parties'
types are charged, and so is what they take beyond 30 seconds.
"""

import re
from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSCloudFormation"
HANDLED = (
    Line(
        "monthly_handler_operations",
        "Handler operations",
        "Resource-Invocation-Count",
        Unit.OPERATIONS,
    ),
    Line("monthly_duration_secs", "Durations above 30s", "Resource-Processing-Time", Unit.SECONDS),
)
TYPE = re.compile(r"""["']?Type["']?\s*:\s*["']?(\w+)::""")  # of JSON and YAML templates
CREATED = "CloudFormation creates the resources of this template, not the program"
FREE_OWNERS = {"AWS", "Alexa", "Custom"}


class Stack(PricedResource):
    """Handler operations: none where the template is known and all its types are free."""

    type = "aws:cloudformation/stack:Stack"
    usage = usage_of("StackUsage", HANDLED)
    not_counted = (
        LeftOut("Resources of the template", "templateBody", reason=CREATED),
        LeftOut("Resources of the template", "templateUrl", reason=CREATED),
    )

    template_body: str | None = None

    @override
    @charges("Handler operations", "Durations")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        owners = set(TYPE.findall(self.template_body or ""))
        if not owners or owners - FREE_OWNERS:
            yield from metered(SERVICE, HANDLED, usage)


class StackSet(Stack):
    """Handler operations of all its stacks, as of one."""

    type = "aws:cloudformation/stackSet:StackSet"
