"""AWS WAF. https://aws.amazon.com/waf/pricing/."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from costing.errors import InputError
from costing.model import GLOBAL, ZERO, Meter, Sku, hidden
from costing.resources._shared.inputs import unknown
from costing.resources._shared.left_out import LeftOut
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
GROUPS = {
    "ruleGroupReferenceStatement": "Rule groups",
    "managedRuleGroupStatement": "Managed rule groups",
}
IN_ALL = ("Web ACL usage", "Rules", "Rule groups", "Managed rule groups", "Requests")
REFERENCE = "statement.ruleGroupReferenceStatement.arn"

Scope = Literal["REGIONAL", "CLOUDFRONT"]


class WebAclUsage(ResourceUsage):
    rule_group_rules: Quantity = None  # in its rule groups; those of the stack if not given
    managed_rule_group_rules: Quantity = None  # of marketplace sellers
    monthly_requests: Quantity = None


class WebAcl(PricedResource):
    """A web ACL, its rules and rule groups, and the requests that it inspects.

    Fees of marketplace rule groups, bodies over 16 KB and more than 1,500 capacity units are not
    metered.
    """

    type = "aws:wafv2/webAcl:WebAcl"
    usage = WebAclUsage
    left_out = (
        LeftOut(
            "Bot Control, Fraud Control and DDoS prevention",
            "rules[*].statement.managedRuleGroupStatement.name",
            values=(
                "AWSManagedRulesBotControlRuleSet",
                "AWSManagedRulesATPRuleSet",
                "AWSManagedRulesACFPRuleSet",
                "AWSManagedRulesAntiDDoSRuleSet",
            ),
            usage_types=("AMR-*",),
        ),
    )

    scope: Scope
    rules: list[Any] = Field(default_factory=list)
    rule_json: str | list[Any] | None = None

    @charges(*IN_ALL)
    def meters(self, usage: WebAclUsage, links: Links) -> Iterator[Metering]:
        yield self.meter("Web ACL usage", "WebACLV2", Decimal(1), Unit.WEB_ACL_MONTHS)
        yield from self.rule_months(usage, links)
        yield self.meter(
            "Requests",
            "RequestV2-Tier1",
            usage.monthly_requests,
            Unit.REQUESTS,
            usage="monthly_requests",
        )

    @charges(*IN_ALL[1:4])
    def rule_months(self, usage: WebAclUsage, links: Links) -> Iterator[Meter]:
        path = "rules" if self.rule_json is None else "ruleJson"
        rules = enumerate(self.stated_rules())
        names = [kind_of(rule, f"{path}[{index}]") for index, rule in rules]
        grouped = usage.rule_group_rules
        if grouped is None:
            grouped = rules_in_groups(links, len(self.rules))
        inside = grouped + (usage.managed_rule_group_rules or ZERO)
        for name in ("Rules", *GROUPS.values()):
            count = Decimal(names.count(name)) + (inside if name == "Rules" else ZERO)
            if count:
                yield self.meter(name, "RuleV2", count, Unit.RULE_MONTHS)

    def stated_rules(self) -> list[Any]:
        if self.rule_json is None:
            return self.rules
        if isinstance(self.rule_json, list):  # a text with unknown parts
            return self.rule_json
        try:
            stated = json.loads(self.rule_json)
        except ValueError as error:
            raise InputError(f"ruleJson is not valid JSON: {error}", "ruleJson") from error
        if not isinstance(stated, list):
            raise InputError("ruleJson is not a list of rules", "ruleJson")
        return stated

    def meter(
        self,
        name: str,
        usage_type: str,
        quantity: Decimal | None,
        unit: Unit,
        usage: str | None = None,
    ) -> Meter:
        region = GLOBAL if self.scope == "CLOUDFRONT" else None
        sku = Sku(SERVICE, usage_type)
        return Meter(name, sku, quantity, unit, usage=usage, region=region)


class RuleGroup(Block):
    rules: list[Any] = Field(default_factory=list)


def kind_of(rule: object, path: str) -> str:
    """Return the charge of a rule. Raise InputError for an unknown rule: it may be a group."""
    statement = rule.get("statement", rule.get("Statement")) if isinstance(rule, Mapping) else rule
    if hidden(statement):
        raise unknown(path)
    if isinstance(statement, Mapping):
        for key, name in GROUPS.items():
            if key in statement or key[0].upper() + key[1:] in statement:
                return name
    return "Rules"


def rules_in_groups(links: Links, count: int) -> Decimal:
    """Return the number of rules in the rule groups of the stack that rules refer to."""
    paths = (f"rules[{index}].{REFERENCE}" for index in range(count))
    groups = [links.follow(path, "aws:wafv2/ruleGroup:RuleGroup") for path in paths]
    sizes = (links.read(RuleGroup, group).rules for group in groups if group is not None)
    return Decimal(sum(map(len, sizes)))
