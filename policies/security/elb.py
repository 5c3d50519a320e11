"""What keeps traffic to a load balancer from being read, and what it lets in."""

import re
from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.listeners import serves_plain_http, speaks_http, to_https
from policies.reading.stack import Stack
from policies.reading.tokens import (
    CLASSIC_LOAD_BALANCERS,
    LISTENERS,
    LOAD_BALANCERS,
    TARGET_GROUPS,
)
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_open,
    not_,
    one_of,
    read,
)
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
APPLICATION = "application"
ACL_ASSOCIATIONS = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafregional/webAclAssociation:WebAclAssociation",
)

# A policy's name says the oldest TLS it speaks: TLS13-1-2-… speaks 1.2 and 1.3.
MODERN = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)\b")
DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"


@stack_rule(
    types=LISTENERS,
    concern="security",
    severity="high",
    fix='protocol="HTTPS" with a certificate, or default_actions that redirect to HTTPS',
    same_intent_as=("CKV_AWS_2",),
    url=f"{GUIDE}/create-https-listener.html",
)
def listener_https_or_redirect(listener: Resource, stack: Stack) -> Iterator[Finding]:
    """A listener serves over TLS; one on plain HTTP does nothing but send clients there."""
    yield from found(serves_plain_http(listener, stack), listener, "protocol", "HTTPS")


@stack_rule(
    types=LISTENERS,
    concern="security",
    severity="medium",
    fix='ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06"',
    same_intent_as=("CKV_AWS_103", "CKV2_AWS_74"),
    url=f"{GUIDE}/describe-ssl-policies.html",
)
def listener_tls_1_2(listener: Resource, stack: Stack) -> Iterator[Finding]:
    """A listener speaks no TLS older than 1.2, and so none of the weak ciphers that go with it."""
    plain = serves_plain_http(listener, stack)
    if plain is True:
        yield from found(plain, listener, "protocol", "HTTPS with TLS 1.2")
        return
    policy = read(listener, "sslPolicy", DEFAULT_POLICY)
    old = UNKNOWN if is_open(policy) else not MODERN.match(str(policy))
    secure = one_of(read(listener, "protocol"), ("HTTPS", "TLS"))
    broken = any_of([plain, all_of([secure, old])])
    yield from found(broken, listener, "sslPolicy", "a policy of TLS 1.2 or newer")


@stack_rule(
    types=LOAD_BALANCERS,
    concern="security",
    severity="medium",
    fix='default_actions=[{"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443"}}]',
    same_intent_as=("CKV2_AWS_20",),
    url=f"{GUIDE}/load-balancer-listeners.html",
)
def balancer_sends_http_to_https(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    """Whoever comes to a load balancer over HTTP is sent to port 443, and gets nothing else."""
    listeners = stack.attached(balancer, "loadBalancerArn", *LISTENERS)
    plain = [(each, stays_on_http(each, stack)) for each in listeners.found]
    broken = any_of([*(stays for _, stays in plain), *(UNKNOWN for _ in listeners.open)])
    staying = ", ".join(each.name for each, stays in plain if stays is True)
    because = f"{staying} sends nobody to HTTPS on port 443"
    broken = all_of([of_kind(balancer, APPLICATION), broken])
    yield from found(broken, balancer, "", "a redirect", because=because)


def stays_on_http(listener: Resource, stack: Stack) -> Truth:
    sent = any_of(
        all_of([to_https(action), equal(at(action, "redirect.port"), 443)])
        for action in blocks(listener, "defaultActions")
    )
    return all_of([speaks_http(listener, stack), not_(sent)])


@resource_rule(
    types=LOAD_BALANCERS,
    concern="security",
    severity="medium",
    fix="drop_invalid_header_fields=True",
    same_intent_as=("CKV_AWS_131",),
    url=f"{GUIDE}/edit-load-balancer-attributes.html",
)
def balancer_drops_invalid_headers(balancer: Resource) -> Iterator[Finding]:
    """Headers that break the standard are dropped: servers read them each in its own way."""
    path = "dropInvalidHeaderFields"
    kept = not_(equal(read(balancer, path), option=True))
    yield from found(all_of([of_kind(balancer, APPLICATION), kept]), balancer, path, wanted=True)


@resource_rule(
    types=(*LOAD_BALANCERS, *CLASSIC_LOAD_BALANCERS),
    concern="security",
    severity="medium",
    fix='desync_mitigation_mode="defensive"',
    same_intent_as=("CKV_AWS_328",),
    url=f"{GUIDE}/edit-load-balancer-attributes.html",
)
def balancer_withstands_desync(balancer: Resource) -> Iterator[Finding]:
    """A request that two servers would read as different ones is not passed on as it came."""
    path = "desyncMitigationMode"
    safe = one_of(read(balancer, path, "defensive"), ("defensive", "strictest"))
    broken = all_of([of_kind(balancer, APPLICATION), not_(safe)])
    yield from found(broken, balancer, path, "defensive")


@resource_rule(
    types=LOAD_BALANCERS,
    concern="security",
    severity="medium",
    fix='access_logs={"bucket": logs.bucket, "enabled": True}',
    same_intent_as=("CKV_AWS_91",),
    url=f"{GUIDE}/load-balancer-access-logs.html",
)
def balancer_logs_requests(balancer: Resource) -> Iterator[Finding]:
    """A load balancer records who asked for what: without it an attack leaves no trace."""
    path = "accessLogs.enabled"
    silent = not_(equal(read(balancer, path), option=True))
    writes = not_(of_kind(balancer, "gateway"))  # which has no requests to record
    yield from found(all_of([writes, silent]), balancer, path, wanted=True)


@stack_rule(
    types=LOAD_BALANCERS,
    concern="security",
    severity="medium",
    fix="wafv2.WebAclAssociation(resource_arn=balancer.arn, web_acl_arn=acl.arn)",
    same_intent_as=("CKV2_AWS_28",),
    url="https://docs.aws.amazon.com/waf/latest/developerguide/waf-chapter.html",
    production=True,
)
def public_balancer_behind_firewall(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    """What the internet sends to a load balancer goes through a web application firewall."""
    around = stack.attached(balancer, "resourceArn", *ACL_ASSOCIATIONS)
    if around.found:
        return
    public = not_(equal(read(balancer, "internal"), option=True))
    maybe: Truth = UNKNOWN if around.open else True
    broken = all_of([of_kind(balancer, APPLICATION), public, maybe])
    because = f"no web ACL stands before {balancer.name}"
    yield from found(broken, balancer, "", "a WebAclAssociation", because=because)


def of_kind(balancer: Resource, kind: str) -> Truth:
    """Whether a load balancer is of a kind; a classic one is an application's in all but name."""
    return equal(read(balancer, "loadBalancerType", APPLICATION), kind)


@stack_rule(
    types=(*TARGET_GROUPS, *LISTENERS),
    concern="security",
    severity="medium",
    fix='protocol="HTTPS": a load balancer asks no target for a certificate that others trust',
    same_intent_as=("CKV_AWS_378",),
    url=f"{GUIDE}/load-balancer-target-groups.html",
    production=True,
)
def requests_encrypted_to_targets(part: Resource, stack: Stack) -> Iterator[Finding]:
    """Requests are encrypted all the way, from the load balancer to the target, too."""
    plain = equal(read(part, "protocol"), "HTTP")
    if part.type in LISTENERS:
        plain = serves_plain_http(part, stack)
    yield from found(plain, part, "protocol", "HTTPS")
