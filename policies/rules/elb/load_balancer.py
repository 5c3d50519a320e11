"""Rules for Elastic Load Balancing: load balancer."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, equal, found, not_, one_of, read
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.listeners import APPLICATION, of_kind
from policies.engine.selectors.tokens import (
    CLASSIC_LOAD_BALANCER,
    LOAD_BALANCER,
    WEB_ACL_ASSOCIATIONS,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_be_given

GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"


@resource_rule(
    types=(LOAD_BALANCER,),
    concern="security",
    severity="medium",
    title="ELB load balancer does not drop invalid header fields",
    risk=("Servers interpret malformed headers differently, which enables request smuggling."),
    fix="drop_invalid_header_fields=True",
    same_intent_as=("CKV_AWS_131",),
    aws_docs=f"{GUIDE}/edit-load-balancer-attributes.html",
)
def elb_drop_invalid_header_fields(balancer: Resource) -> Iterator[Finding]:
    path = "dropInvalidHeaderFields"
    kept = not_(equal(read(balancer, path), option=True))
    yield from found(all_of([of_kind(balancer, APPLICATION), kept]), balancer, path, expected=True)


@resource_rule(
    types=(LOAD_BALANCER, CLASSIC_LOAD_BALANCER),
    concern="security",
    severity="medium",
    title="ELB load balancer has desync mitigation in monitor mode",
    risk="Ambiguous requests reach the targets and enable request smuggling.",
    fix='desync_mitigation_mode="defensive"',
    same_intent_as=("CKV_AWS_328",),
    aws_docs=f"{GUIDE}/edit-load-balancer-attributes.html",
)
def elb_desync_mitigation_mode(balancer: Resource) -> Iterator[Finding]:
    path = "desyncMitigationMode"
    safe = one_of(read(balancer, path, "defensive"), ("defensive", "strictest"))
    broken = all_of([of_kind(balancer, APPLICATION), not_(safe)])
    yield from found(broken, balancer, path, "defensive")


@resource_rule(
    types=(LOAD_BALANCER,),
    concern="security",
    severity="medium",
    title="ELB load balancer has no access logging",
    risk="Requests cannot be traced after an attack.",
    fix='access_logs={"bucket": logs.bucket, "enabled": True}',
    same_intent_as=("CKV_AWS_91",),
    aws_docs=f"{GUIDE}/load-balancer-access-logs.html",
    production=True,
)
def elb_access_logging(balancer: Resource) -> Iterator[Finding]:
    path = "accessLogs.enabled"
    silent = not_(equal(read(balancer, path), option=True))
    writes = not_(of_kind(balancer, "gateway"))  # no access logs
    yield from found(all_of([writes, silent]), balancer, path, expected=True)


@stack_rule(
    types=(LOAD_BALANCER,),
    concern="security",
    severity="medium",
    title="Public ELB load balancer has no AWS WAF web ACL",
    risk="Injection attempts, bots and request floods reach the targets unfiltered.",
    fix="wafv2.WebAclAssociation(resource_arn=balancer.arn, web_acl_arn=acl.arn)",
    same_intent_as=("CKV2_AWS_28",),
    aws_docs="https://docs.aws.amazon.com/waf/latest/developerguide/waf-chapter.html",
    production=True,
)
def elb_public_load_balancer_waf_web_acl(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    around = stack.attached(balancer, "resourceArn", *WEB_ACL_ASSOCIATIONS)
    if around.found:
        return
    public = not_(equal(read(balancer, "internal"), option=True))
    maybe: Truth = UNKNOWN if around.unknown else True
    broken = all_of([of_kind(balancer, APPLICATION), public, maybe])
    because = f"no web ACL is associated with {balancer.name}"
    yield from found(broken, balancer, "", "a WebAclAssociation", because=because)


RULES: tuple[Rule, ...] = (
    elb_drop_invalid_header_fields,
    elb_desync_mitigation_mode,
    elb_access_logging,
    elb_public_load_balancer_waf_web_acl,
    input_rule(
        "elb-deletion-protection",
        must_be("enableDeletionProtection", True),
        types=(LOAD_BALANCER,),
        concern="availability",
        severity="medium",
        title="ELB load balancer has no deletion protection",
        risk="One API call or changed program removes the public endpoint.",
        fix="enable_deletion_protection=True",
        same_intent_as=("CKV_AWS_150",),
        aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        production=True,
    ),
    input_rule(
        "elb-classic-access-logging",
        must_be_given("accessLogs.bucket", "a log bucket"),
        types=("aws:elb/loadBalancer:LoadBalancer",),
        concern="operations",
        severity="low",
        title="ELB Classic Load Balancer has no access logging",
        risk="Requests cannot be traced after an incident.",
        fix='access_logs={"bucket": logs.id}',
        same_intent_as=("CKV_AWS_92",),
        aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html",
        production=True,
    ),
)
