"""AWS WAF Classic. https://aws.amazon.com/waf/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import Unit

SERVICE = "awswaf"


class WebAclUsage(ResourceUsage):
    rule_group_rules: Quantity = None  # in all rule groups it refers to
    monthly_requests: Quantity = None


class ActivatedRule(Block):
    kind: str = Field("REGULAR", alias="type")


class WebAcl(PricedResource):
    """A web ACL, its rules and rule groups, and its requests: of CloudFront."""

    type = "aws:waf/webAcl:WebAcl"
    usage = WebAclUsage
    is_global = True

    rules: list[ActivatedRule] = Field(default_factory=list)

    @override
    def meters(self, usage: WebAclUsage, links: Links) -> Iterator[Metering]:
        yield Meter("Web ACL usage", Sku(SERVICE, "WebACL"), Decimal(1), Unit.WEB_ACL_MONTHS)
        yield from self.rule_months(usage)
        yield Meter(
            "Requests",
            Sku(SERVICE, "Request"),
            usage.monthly_requests,
            Unit.REQUESTS,
            usage="monthly_requests",
        )

    @charges("Rules", "Rule groups")
    def rule_months(self, usage: WebAclUsage) -> Iterator[Meter]:
        groups = Decimal(sum(rule.kind == "GROUP" for rule in self.rules))
        rules = len(self.rules) - groups + (usage.rule_group_rules or ZERO)
        for name, count in (("Rules", rules), ("Rule groups", groups)):
            if count:
                yield Meter(name, Sku(SERVICE, "Rule"), count, Unit.RULE_MONTHS)


class RegionalWebAcl(WebAcl):
    """The same of a region's load balancers and APIs."""

    type = "aws:wafregional/webAcl:WebAcl"
    is_global = False
