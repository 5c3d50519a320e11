"""Rules for Elastic Load Balancing: target groups."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    at_least,
    equal,
    figure,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule, tagged_rule
from policies.engine.selectors.listeners import serves_plain_http
from policies.engine.selectors.tags import Tags
from policies.engine.selectors.tokens import LISTENER, TARGET_GROUP
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
INTERVAL, THRESHOLD = 30, 3  # seconds, failures: defaults of the provider
DRAINING = 300  # seconds, default of the provider


@stack_rule(
    types=(TARGET_GROUP, LISTENER),
    concern="security",
    severity="medium",
    title="ELB target group sends requests to its targets in plain text",
    risk="Requests can be read inside the network.",
    fix='protocol="HTTPS"; the target\'s certificate may be self-signed',
    aws_docs=f"{GUIDE}/load-balancer-target-groups.html",
    production=True,
)
def elb_target_group_encryption_in_transit(part: Resource, stack: Stack) -> Iterator[Finding]:
    plain = equal(read(part, "protocol"), "HTTP")
    if part.type == LISTENER:
        plain = serves_plain_http(part, stack)
    yield from found(plain, part, "protocol", "HTTPS")


@resource_rule(
    types=(TARGET_GROUP,),
    concern="availability",
    severity="medium",
    title="ELB target group has no health check path of its own",
    risk='An answer to "/" does not show that the application works.',
    fix='health_check={"enabled": True, "path": "/health"}',
    same_intent_as=("CKV_AWS_261",),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    production=True,
)
def elb_target_group_health_check_path(group: Resource) -> Iterator[Finding]:
    protocol_matches = one_of(read(group, "protocol"), ("HTTP", "HTTPS"))
    path = read(group, "healthCheck.path")
    selected = all_of(
        [is_known_or_unknown(path), not_(equal(read(group, "healthCheck.enabled"), option=False))]
    )
    broken = all_of([protocol_matches, not_(selected)])
    yield from found(broken, group, "healthCheck.path", "a health check path of the application")


def is_known_or_unknown(path: object) -> bool:
    return path is not None or is_unknown(path)


@tagged_rule(
    types=(TARGET_GROUP,),
    concern="availability",
    severity="medium",
    title="ELB target group takes more than a minute to detect a failed target",
    risk="Requests fail until the target is marked unhealthy.",
    fix='health_check={"interval": 10, "unhealthy_threshold": 3, ...}',
    aws_docs=f"{GUIDE}/target-group-health-checks.html",
    production=True,
    settings={"seconds": "maximum time until a failed target becomes unhealthy, in seconds"},
)
def elb_target_group_unhealthy_within_a_minute(
    group: Resource, tags: Tags, *, seconds: int = 60
) -> Iterator[Finding]:
    interval = read(group, "healthCheck.interval", INTERVAL)
    threshold = read(group, "healthCheck.unhealthyThreshold", THRESHOLD)
    late = slower(interval, threshold, seconds)
    function = equal(read(group, "targetType"), "lambda")
    broken = all_of([tags.serving, not_(function), late])
    because = f"a target becomes unhealthy after {interval} s x {threshold}"
    expected = f"at most {seconds} seconds"
    yield from found(broken, group, "healthCheck.interval", expected, because=because)


def slower(interval: object, threshold: object, seconds: int) -> Truth:
    if is_unknown(interval) or is_unknown(threshold):
        return UNKNOWN
    return (figure(interval) or 0) * (figure(threshold) or 0) > seconds


@tagged_rule(
    types=(TARGET_GROUP,),
    concern="availability",
    severity="medium",
    title="ELB target group has a deregistration delay too short for running requests",
    risk="Requests in progress are cut off when a target is removed.",
    fix="deregistration_delay: the longest duration of a request, in seconds",
    aws_docs=f"{GUIDE}/edit-target-group-attributes.html",
    production=True,
    settings={"seconds": "duration of the longest request, in seconds"},
)
def elb_target_group_deregistration_delay(
    group: Resource, tags: Tags, *, seconds: int = 30
) -> Iterator[Finding]:
    path = "deregistrationDelay"
    kept = at_least(read(group, path, DRAINING), seconds)
    function = equal(read(group, "targetType"), "lambda")
    broken = all_of([tags.serving, not_(function), not_(kept)])
    yield from found(broken, group, path, f"at least {seconds}")


RULES: tuple[Rule, ...] = (
    elb_target_group_encryption_in_transit,
    elb_target_group_health_check_path,
    elb_target_group_unhealthy_within_a_minute,
    elb_target_group_deregistration_delay,
)
