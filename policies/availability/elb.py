"""What keeps a load balancer sending requests to machines that answer."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import CLASSIC_LOAD_BALANCERS, LOAD_BALANCERS, TARGET_GROUPS
from policies.reading.values import all_of, equal, found, is_open, not_, one_of, read, refuse, want
from policies.rule import resource_rule


@resource_rule(
    types=TARGET_GROUPS,
    concern="availability",
    severity="medium",
    fix='health_check={"path": "/health"}',
    same_intent_as=("CKV_AWS_261",),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
)
def target_group_health_check(group: Resource) -> Iterator[Finding]:
    """Targets are asked for a page that says they work: an answer to "/" says little."""
    spoken = one_of(read(group, "protocol"), ("HTTP", "HTTPS"))
    path = read(group, "healthCheck.path")
    asked = all_of(
        [is_known_or_open(path), not_(equal(read(group, "healthCheck.enabled"), option=False))]
    )
    broken = all_of([spoken, not_(asked)])
    yield from found(broken, group, "healthCheck.path", "a page that says the target works")


def is_known_or_open(path: object) -> bool:
    return path is not None or is_open(path)


@resource_rule(
    types=LOAD_BALANCERS,
    concern="availability",
    severity="medium",
    fix="enable_deletion_protection=True",
    same_intent_as=("CKV_AWS_150",),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    production=True,
)
def load_balancer_deletion_protected(balancer: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a load balancer until its protection is taken off on purpose."""
    yield from want(balancer, "enableDeletionProtection", True)


@resource_rule(
    types=LOAD_BALANCERS,
    concern="availability",
    severity="medium",
    fix="enable_cross_zone_load_balancing=True",
    same_intent_as=("CKV_AWS_152",),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html",
    production=True,
)
def balancer_crosses_zones(balancer: Resource) -> Iterator[Finding]:
    """A zone that has few targets left is helped out by those of the others."""
    path = "enableCrossZoneLoadBalancing"
    asked = one_of(read(balancer, "loadBalancerType"), ("network", "gateway"))
    broken = all_of([asked, not_(equal(read(balancer, path), option=True))])
    yield from found(broken, balancer, path, wanted=True)


@resource_rule(
    types=CLASSIC_LOAD_BALANCERS,
    concern="availability",
    severity="medium",
    fix="cross_zone_load_balancing=True",
    same_intent_as=("CKV_AWS_138",),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html",
    production=True,
)
def classic_balancer_crosses_zones(balancer: Resource) -> Iterator[Finding]:
    """A classic load balancer sends to healthy machines in whichever zone they are."""
    yield from refuse(balancer, "crossZoneLoadBalancing", False, wanted=True)
