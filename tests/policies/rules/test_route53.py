"""Rules for Amazon Route 53."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.rules.route53 import RECORD
from tests.policies.row import Row, declare, of_input, of_inputs, one

ZONE = declare("aws:route53/zone:Zone", "zone")


def record(**inputs: Any) -> list[Resource]:
    return one(RECORD, type="A", **inputs)


def alias(name: object, health: Any = None) -> dict[str, Any]:
    return {"aliases": [{"name": name, "evaluateTargetHealth": health}]}


WEIGHTED = {"weightedRoutingPolicies": [{"weight": 1}]}

ROWS = [
    Row("route53-zone-query-logging", "violation", [declare("aws:route53/zone:Zone", "zone")]),
    Row(
        "route53-zone-query-logging",
        None,
        [declare("aws:route53/zone:Zone", "zone", {"vpcs": [{"vpcId": "vpc-1"}]})],
    ),
    Row(
        "route53-zone-query-logging",
        None,
        [ZONE, declare("aws:route53/queryLog:QueryLog", "log", {"zoneId": ZONE})],
    ),
    Row(
        "route53-zone-query-logging",
        "unknown",
        [
            declare("aws:route53/zone:Zone", "zone"),
            declare("aws:route53/queryLog:QueryLog", "log", {"zoneId": UNKNOWN}),
        ],
    ),
    *of_input(
        "route53-domain-transfer-lock",
        "transferLock",
        passes=[None, True],
        fails=[False],
        kind="aws:route53domains/registeredDomain:RegisteredDomain",
    ),
    *of_inputs(
        "route53-domain-privacy",
        "aws:route53domains/registeredDomain:RegisteredDomain",
        passes=[{}],
        fails=[{"registrantPrivacy": False}, {"adminPrivacy": False}, {"techPrivacy": False}],
        unknown=[
            {"registrantPrivacy": UNKNOWN},
            {"adminPrivacy": UNKNOWN},
            {"techPrivacy": UNKNOWN},
        ],
    ),
    *of_input(
        "route53-domain-auto-renew",
        "autoRenew",
        passes=[None, True],
        fails=[False],
        kind="aws:route53domains/registeredDomain:RegisteredDomain",
    ),
    *of_input(
        "route53-dns-firewall-fail-closed",
        "firewallFailOpen",
        passes=[None, "DISABLED"],
        fails=["ENABLED"],
    ),
    Row("route53-record-health-check", None, record(**alias("lb.example.com", health=True))),
    Row("route53-record-health-check", None, record(**alias("d1.cloudfront.net", health=False))),
    Row("route53-record-health-check", None, record(ttl=300, records=["192.0.2.1"])),
    Row("route53-record-health-check", None, record(ttl=60, healthCheckId="h", **WEIGHTED)),
    Row(
        "route53-record-health-check", "violation", record(**alias("lb.example.com", health=False))
    ),
    Row(
        "route53-record-health-check",
        "violation",
        record(ttl=60, records=["192.0.2.1"], **WEIGHTED),
    ),
    Row(
        "route53-record-health-check", "unknown", record(**alias("lb.example.com", health=UNKNOWN))
    ),
    Row("route53-failover-record-ttl", None, record(ttl=3600)),
    Row("route53-failover-record-ttl", None, record(ttl=60, **WEIGHTED)),
    Row("route53-failover-record-ttl", None, record(**alias("lb", health=True), **WEIGHTED)),
    Row("route53-failover-record-ttl", "violation", record(ttl=300, **WEIGHTED)),
    Row("route53-failover-record-ttl", "unknown", record(ttl=UNKNOWN, **WEIGHTED)),
]
