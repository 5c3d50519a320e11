"""Rules for Amazon GameLift."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, at_least, at_most, found, items
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.addresses import anywhere


@resource_rule(
    types=("aws:gamelift/fleet:Fleet",),
    concern="security",
    severity="high",
    title="GameLift fleet (AWS) opens SSH or RDP to the internet",
    risk="Passwords and keys can be tried by anyone.",
    fix='ec2_inbound_permissions=[{"ip_range": "203.0.113.0/24"}]',
    aws_docs="https://docs.aws.amazon.com/gamelift/latest/developerguide/security-best-practices.html",
)
def gamelift_fleet_no_public_administration(resource: Resource) -> Iterator[Finding]:
    for path, rule in items(resource, "ec2InboundPermissions"):
        covers = any_of(
            all_of([at_most(at(rule, "fromPort"), port), at_least(at(rule, "toPort"), port)])
            for port in (22, 3389)
        )
        public = anywhere(at(rule, "ipRange"))
        yield from found(all_of([covers, public]), resource, path, "listed addresses")


RULES: tuple[Rule, ...] = (gamelift_fleet_no_public_administration,)
