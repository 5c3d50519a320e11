from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.tokens import LISTENERS, LOAD_BALANCERS
from policies.security.elb import listener_https_or_redirect, listener_tls_1_2
from tests.policies.row import Row, declare

TO_HTTPS = {"type": "redirect", "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"}}
FORWARD = {"type": "forward", "targetGroupArn": UNKNOWN}


def listener(kind: str = LISTENERS[0], **inputs: Any) -> list[Resource]:
    return [declare(kind, "listener", {"loadBalancerArn": "arn", **inputs})]


def behind(kind: str | None) -> list[Resource]:
    balancer = declare(LOAD_BALANCERS[0], "lb", {"loadBalancerType": kind} if kind else {})
    return [balancer, declare(LISTENERS[0], "listener", {"loadBalancerArn": balancer})]


def secure(policy: Any, protocol: str = "HTTPS") -> list[Resource]:
    return listener(protocol=protocol, sslPolicy=policy)


ROWS = [
    *(
        Row(rule, status, stack)
        for rule in (listener_https_or_redirect, listener_tls_1_2)
        for status, stack in (
            (None, listener(protocol="HTTP", defaultActions=[TO_HTTPS])),
            (None, listener(protocol="TCP")),
            (None, behind("gateway")),
            ("violation", behind("application")),
            ("violation", behind(None)),
            ("violation", listener(LISTENERS[1], protocol="HTTP", defaultActions=[FORWARD])),
            ("violation", listener(protocol="HTTP")),
            ("violation", listener()),
            (
                "violation",
                listener(
                    protocol="HTTP",
                    defaultActions=[{"type": "redirect", "redirect": {"port": "8080"}}],
                ),
            ),
            ("undecided", listener(protocol="HTTP", defaultActions=UNKNOWN)),
            ("undecided", listener(loadBalancerArn=UNKNOWN)),
        )
    ),
    Row(listener_https_or_redirect, None, listener(protocol="HTTPS")),
    Row(listener_https_or_redirect, None, listener(protocol="TLS")),
    Row(listener_https_or_redirect, "undecided", listener(protocol=UNKNOWN)),
    *(
        Row(listener_tls_1_2, None, secure(f"ELBSecurityPolicy-{name}"))
        for name in (
            "TLS13-1-2-2021-06",
            "TLS13-1-2-Ext2-2021-06",
            "TLS13-1-3-2021-06",
            "TLS-1-2-Ext-2018-06",
            "FS-1-2-Res-2020-10",
        )
    ),
    *(
        Row(listener_tls_1_2, "violation", secure(f"ELBSecurityPolicy-{name}"))
        for name in ("2016-08", "TLS-1-1-2017-01", "FS-1-1-2019-08", "TLS13-1-0-2021-06")
    ),
    Row(listener_tls_1_2, "violation", listener(protocol="TLS")),
    Row(listener_tls_1_2, "undecided", secure(UNKNOWN)),
]
