from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    CLASSIC_LOAD_BALANCER,
    LISTENER,
    LOAD_BALANCER,
    TARGET_GROUP,
    WEB_ACL_ASSOCIATIONS,
)
from tests.policies.row import Row, declare

TO_HTTPS = {"type": "redirect", "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"}}
FORWARD = {"type": "forward", "targetGroupArn": UNKNOWN}


def listener(kind: str = LISTENER, **inputs: Any) -> list[Resource]:
    return [declare(kind, "listener", {"loadBalancerArn": "arn", **inputs})]


def behind(kind: str | None) -> list[Resource]:
    balancer = declare(LOAD_BALANCER, "lb", {"loadBalancerType": kind} if kind else {})
    return [balancer, declare(LISTENER, "listener", {"loadBalancerArn": balancer})]


def secure(policy: Any, protocol: str = "HTTPS") -> list[Resource]:
    return listener(protocol=protocol, sslPolicy=policy)


def balancer(kind: str = LOAD_BALANCER, **inputs: Any) -> list[Resource]:
    return [declare(kind, "lb", inputs)]


def serving(*listeners: Any, **inputs: Any) -> list[Resource]:
    [before] = balancer(**inputs)
    return [
        before,
        *(
            declare(LISTENER, f"listener-{index}", {"loadBalancerArn": before, **each})
            for index, each in enumerate(listeners)
        ),
    ]


def guarded(kind: str = WEB_ACL_ASSOCIATIONS[0], **inputs: Any) -> list[Resource]:
    [before] = balancer(**inputs)
    return [before, declare(kind, "guard", {"resourceArn": before, "webAclArn": "arn"})]


TO_443 = {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443"}}
OVER_TLS = {"port": 443, "protocol": "HTTPS", "defaultActions": [FORWARD]}
OVER_HTTP = {"port": 80, "protocol": "HTTP", "defaultActions": [FORWARD]}

ROWS = [
    *(
        Row("elb-http-listener-redirects-to-https", status, stack)
        for status, stack in (
            (None, balancer()),
            (None, serving(OVER_TLS)),
            (None, serving(OVER_TLS, {**OVER_HTTP, "defaultActions": [TO_443]})),
            (None, serving({"port": 80, "protocol": "TCP"}, loadBalancerType="network")),
            ("violation", serving(OVER_TLS, OVER_HTTP)),
            ("violation", serving({**OVER_HTTP, "defaultActions": [TO_HTTPS]})),
            ("unknown", serving({**OVER_HTTP, "defaultActions": UNKNOWN})),
            ("unknown", [*balancer(), *listener(loadBalancerArn=UNKNOWN)]),
        )
    ),
    *(
        Row("elb-drop-invalid-header-fields", status, stack)
        for status, stack in (
            (None, balancer(dropInvalidHeaderFields=True)),
            (None, balancer(loadBalancerType="network")),
            ("violation", balancer()),
            (
                "violation",
                balancer("aws:alb/loadBalancer:LoadBalancer", dropInvalidHeaderFields=False),
            ),
            ("violation", balancer("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer")),
            ("unknown", balancer(dropInvalidHeaderFields=UNKNOWN)),
            ("unknown", balancer(loadBalancerType=UNKNOWN)),
        )
    ),
    *(
        Row("elb-desync-mitigation-mode", status, stack)
        for status, stack in (
            (None, balancer()),
            (None, balancer(CLASSIC_LOAD_BALANCER, desyncMitigationMode="strictest")),
            ("violation", balancer(desyncMitigationMode="monitor")),
            ("violation", balancer(CLASSIC_LOAD_BALANCER, desyncMitigationMode="monitor")),
            ("unknown", balancer(desyncMitigationMode=UNKNOWN)),
        )
    ),
    *(
        Row("elb-access-logging", status, stack)
        for status, stack in (
            (None, balancer(accessLogs={"bucket": UNKNOWN, "enabled": True})),
            (None, balancer(loadBalancerType="gateway")),
            ("violation", balancer()),
            ("violation", balancer(accessLogs={"bucket": UNKNOWN})),
            ("violation", balancer(accessLogs={"enabled": False}, loadBalancerType="network")),
            ("unknown", balancer(accessLogs=UNKNOWN)),
        )
    ),
    *(
        Row("elb-public-load-balancer-waf-web-acl", status, stack)
        for status, stack in (
            (None, guarded()),
            (None, guarded(WEB_ACL_ASSOCIATIONS[1])),
            (None, balancer(internal=True)),
            (None, balancer(loadBalancerType="network")),
            ("violation", balancer()),
            ("violation", balancer("aws:alb/loadBalancer:LoadBalancer", internal=False)),
            ("unknown", balancer(internal=UNKNOWN)),
            (
                "unknown",
                [*balancer(), declare(WEB_ACL_ASSOCIATIONS[0], "guard", {"resourceArn": UNKNOWN})],
            ),
        )
    ),
    *(
        Row("elb-target-group-encryption-in-transit", status, stack)
        for status, stack in (
            (None, [declare(TARGET_GROUP, "targets", {"protocol": "HTTPS"})]),
            (None, [declare(TARGET_GROUP, "targets", {"targetType": "lambda"})]),
            (None, listener(protocol="HTTP", defaultActions=[TO_HTTPS])),
            (None, listener(protocol="HTTPS")),
            (
                "violation",
                [declare("aws:alb/targetGroup:TargetGroup", "targets", {"protocol": "HTTP"})],
            ),
            ("violation", listener(protocol="HTTP", defaultActions=[FORWARD])),
            ("unknown", [declare(TARGET_GROUP, "targets", {"protocol": UNKNOWN})]),
        )
    ),
    *(
        Row(rule, status, stack)
        for rule in ("elb-listener-https", "elb-listener-minimum-tls-1-2")
        for status, stack in (
            (None, listener(protocol="HTTP", defaultActions=[TO_HTTPS])),
            (None, listener(protocol="TCP")),
            (None, behind("gateway")),
            ("violation", behind("application")),
            ("violation", behind(None)),
            (
                "violation",
                listener("aws:alb/listener:Listener", protocol="HTTP", defaultActions=[FORWARD]),
            ),
            ("violation", listener(protocol="HTTP")),
            ("violation", listener()),
            (
                "violation",
                listener(
                    protocol="HTTP",
                    defaultActions=[{"type": "redirect", "redirect": {"port": "8080"}}],
                ),
            ),
            ("unknown", listener(protocol="HTTP", defaultActions=UNKNOWN)),
            ("unknown", listener(loadBalancerArn=UNKNOWN)),
        )
    ),
    Row("elb-listener-https", None, listener(protocol="HTTPS")),
    Row("elb-listener-https", None, listener(protocol="TLS")),
    Row("elb-listener-https", "unknown", listener(protocol=UNKNOWN)),
    *(
        Row("elb-listener-minimum-tls-1-2", None, secure(f"ELBSecurityPolicy-{name}"))
        for name in (
            "TLS13-1-2-2021-06",
            "TLS13-1-3-2021-06",
            "FS-1-2-Res-2020-10",
        )
    ),
    *(
        Row("elb-listener-minimum-tls-1-2", "violation", secure(f"ELBSecurityPolicy-{name}"))
        for name in (
            "TLS13-1-2-Ext2-2021-06",
            "TLS-1-2-Ext-2018-06",
            "2016-08",
            "TLS-1-1-2017-01",
            "FS-1-1-2019-08",
            "TLS13-1-0-2021-06",
        )
    ),
    Row("elb-listener-minimum-tls-1-2", "violation", listener(protocol="TLS")),
    Row("elb-listener-minimum-tls-1-2", "unknown", secure(UNKNOWN)),
]
