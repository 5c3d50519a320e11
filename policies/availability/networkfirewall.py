"""What keeps a firewall, and with it the way in and out, from being deleted."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule

FIREWALL = "aws:networkfirewall/firewall:Firewall"


@resource_rule(
    types=(FIREWALL,),
    concern="availability",
    severity="medium",
    fix="delete_protection=True",
    same_intent_as=("CKV_AWS_344",),
    url="https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-settings.html",
    production=True,
)
def firewall_deletion_protected(firewall: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a firewall, and the network's way out, until that is allowed."""
    yield from want(firewall, "deleteProtection", True)
