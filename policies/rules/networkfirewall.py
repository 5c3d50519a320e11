"""Rules for AWS Network Firewall."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    equal,
    found,
    given,
    is_set,
    known,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import NETWORKFIREWALL_FIREWALL, SUBNETS
from policies.engine.selectors.zones import Zones, zone_of
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import elements_must_not_be, input_rule, must_be

FIREWALL = NETWORKFIREWALL_FIREWALL
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"


@stack_rule(
    types=(FIREWALL,),
    concern="availability",
    severity="high",
    title="Network Firewall has an endpoint in a single zone",
    risk="The loss of the zone stops all inspected traffic.",
    fix="subnet_mappings with subnets in at least two zones",
    aws_docs="https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-two-zone-igw.html",
    production=True,
)
def network_firewall_two_zones(firewall: Resource, stack: Stack) -> Iterator[Finding]:
    own = is_set(firewall, "availabilityZoneMappings")  # of one at a transit gateway
    path = "availabilityZoneMappings" if own else "subnetMappings"
    count = range(len(known(firewall, path, [])))
    zones: list[object] = [zone_of_mapping(firewall, f"{path}[{i}]", stack) for i in count]
    names = frozenset(zone for zone in zones if isinstance(zone, str))
    reached = Zones(names, sum(not isinstance(zone, str) for zone in zones))
    yield from found(not_(reached.at_least(2)), firewall, path, "two zones")


def zone_of_mapping(firewall: Resource, path: str, stack: Stack) -> object:
    named = read(firewall, f"{path}.availabilityZoneId")
    return (
        named
        if named is not None
        else zone_of(stack.follow(firewall, f"{path}.subnetId", *SUBNETS))
    )


@stack_rule(
    types=("aws:networkfirewall/firewall:Firewall",),
    concern="security",
    severity="medium",
    title="Network Firewall has no logging",
    risk="Dropped and suspicious traffic leaves no record.",
    fix="networkfirewall.LoggingConfiguration(firewall_arn=firewall.arn, ...)",
    same_intent_as=("CKV2_AWS_63",),
    aws_docs="https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html",
)
def network_firewall_logging(resource: Resource, stack: Stack) -> Iterator[Finding]:
    logging = stack.attached(resource, "firewallArn", LOGGING)
    because = f"no LoggingConfiguration exists for {resource.name}"
    yield from found(not_(logging.exist), resource, "", "a logging configuration", because=because)


@resource_rule(
    types=("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
    concern="security",
    severity="medium",
    title="Network Firewall policy has no rule group",
    risk="Traffic passes uninspected.",
    fix='firewall_policy={"stateful_rule_group_references": [{"resource_arn": group.arn}], ...}',
    same_intent_as=("networkfirewall_policy_rule_group_associated",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html",
)
def network_firewall_policy_has_rule_group(resource: Resource) -> Iterator[Finding]:
    paths = (
        "firewallPolicy.statefulRuleGroupReferences",
        "firewallPolicy.statelessRuleGroupReferences",
    )
    yield from found(
        not_(any_of(given(resource, path) for path in paths)), resource, paths[0], "a rule group"
    )


@resource_rule(
    types=("aws:networkfirewall/ruleGroup:RuleGroup",),
    concern="security",
    severity="medium",
    title="Network Firewall stateless rule group is empty",
    risk="Traffic passes uninspected.",
    fix='rule_group={"rules_source": {...}}',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html",
)
def network_firewall_stateless_group_not_empty(resource: Resource) -> Iterator[Finding]:
    stateless = equal(read(resource, "type"), "STATELESS")
    path = "ruleGroup.rulesSource.statelessRulesAndCustomActions.statelessRules"
    filled = any_of([given(resource, path), given(resource, "rules")])
    yield from found(all_of([stateless, not_(filled)]), resource, path, "a rule")


RULES: tuple[Rule, ...] = (
    input_rule(
        "network-firewall-deletion-protection",
        must_be("deleteProtection", True),
        types=(FIREWALL,),
        concern="availability",
        severity="medium",
        title="Network Firewall has no deletion protection",
        risk="Deleting the firewall cuts the VPC's egress.",
        fix="delete_protection=True",
        same_intent_as=("CKV_AWS_344",),
        aws_docs="https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-settings.html",
        production=True,
    ),
    network_firewall_two_zones,
    network_firewall_logging,
    network_firewall_policy_has_rule_group,
    input_rule(
        "network-firewall-default-action-full-packets",
        elements_must_not_be(
            "firewallPolicy.statelessDefaultActions",
            "aws:pass",
            expected="aws:forward_to_sfe or aws:drop",
        ),
        types=("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
        concern="security",
        severity="medium",
        title="Network Firewall lets whole packets pass that no rule matches",
        risk="Unexpected traffic passes uninspected.",
        fix='firewall_policy={"stateless_default_actions": ["aws:forward_to_sfe"], ...}',
        same_intent_as=("networkfirewall_policy_default_action_full_packets",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html",
    ),
    input_rule(
        "network-firewall-default-action-fragments",
        elements_must_not_be(
            "firewallPolicy.statelessFragmentDefaultActions",
            "aws:pass",
            expected="aws:forward_to_sfe or aws:drop",
        ),
        types=("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
        concern="security",
        severity="medium",
        title="Network Firewall lets fragmented packets pass that no rule matches",
        risk="Unexpected traffic passes uninspected.",
        fix='firewall_policy={"stateless_fragment_default_actions": ["aws:forward_to_sfe"], ...}',
        same_intent_as=("networkfirewall_policy_default_action_fragmented_packets",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html",
    ),
    input_rule(
        "network-firewall-subnet-change-protection",
        must_be("subnetChangeProtection", True),
        types=("aws:networkfirewall/firewall:Firewall",),
        concern="availability",
        severity="medium",
        title="Network Firewall has no protection of its subnets",
        risk="A changed program can remove the endpoint of a zone.",
        fix="subnet_change_protection=True",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html",
        production=True,
    ),
    network_firewall_stateless_group_not_empty,
)
