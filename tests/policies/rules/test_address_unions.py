"""Ranges that together admit the internet: in one rule, in one group, in one network ACL."""

import ipaddress
from collections.abc import Sequence
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.logic import Truth
from policies.engine.selectors.addresses import together_anywhere
from policies.engine.selectors.iam_conditions import limit_callers
from policies.engine.selectors.security_groups import INGRESS_RULE, RULE, SECURITY_GROUP
from tests.policies.row import Row, declare

ACL = "aws:ec2/networkAcl:NetworkAcl"
PORTS = "aws:lightsail/instancePublicPorts:InstancePublicPorts"
FLEET = "aws:gamelift/fleet:Fleet"


def split(whole: str, prefix: int) -> list[str]:
    return [str(each) for each in ipaddress.ip_network(whole).subnets(new_prefix=prefix)]


QUARTERS, EIGHTHS, RANGES = (split("0.0.0.0/0", prefix) for prefix in (2, 3, 8))
SCATTERED = RANGES[11:200:4]  # 48 ranges of /8, none beside another
ENOUGH = SCATTERED[:16]
OFFICES = ["203.0.113.0/24", "198.51.100.0/24", "10.0.0.0/8", "172.16.0.0/12", "240.0.0.0/4"]


@pytest.mark.parametrize(
    ("cidrs", "everyone"),
    [
        (["0.0.0.0/0"], True),
        (["0.0.0.0/1", "128.0.0.0/1"], True),
        (QUARTERS, True),
        (EIGHTHS, True),
        (RANGES, True),
        (RANGES[11:13], False),  # 11.0.0.0/8 and 12.0.0.0/8, not one range of /7
        (RANGES[12:14], True),
        (SCATTERED, True),
        (["::/1", "8000::/1"], True),
        (split("2000::/3", 8), True),
        (["2001:db8::/32"], False),
        (OFFICES, False),
        ([*OFFICES, UNKNOWN], UNKNOWN),
        ([*EIGHTHS, UNKNOWN], True),
        ([], False),
    ],
)
def test_ranges_are_everyone_by_their_union(cidrs: Sequence[object], everyone: Truth) -> None:
    assert together_anywhere(cidrs) is everyone


@pytest.mark.parametrize(
    ("cidrs", "limited"),
    [(OFFICES, True), (SCATTERED, False), (QUARTERS, False), (["::/1", "8000::/1"], False)],
)
def test_source_ip_condition_is_read_by_its_union(cidrs: list[str], limited: Truth) -> None:
    assert limit_callers([("IpAddress", "aws:sourceip", cidrs)]) is limited


def rule(kind: str, group: Any, cidr: object, name: str, port: int = 22) -> Resource:
    ports = {"fromPort": port, "toPort": port}
    if kind == RULE:
        how: dict[str, object] = {"type": "ingress", "protocol": "tcp", "cidrBlocks": [cidr]}
    else:
        how = {"ipProtocol": "tcp", "cidrIpv4": cidr}
    return declare(kind, name, {"securityGroupId": group, **ports, **how})


def separate(cidrs: Sequence[object], port: int = 22) -> list[Resource]:
    group = declare(SECURITY_GROUP, "group", {"description": "web"})
    kinds = (RULE, INGRESS_RULE)
    rules = [
        rule(kinds[index % 2], group, cidr, f"rule-{index:02}", port)
        for index, cidr in enumerate(cidrs)
    ]
    return [group, *rules]


def existing(cidrs: Sequence[object]) -> list[Resource]:
    """Return rules of a group that another stack manages."""
    return [
        rule(INGRESS_RULE, "sg-0a1b2c3d", cidr, f"rule-{index:02}")
        for index, cidr in enumerate(cidrs)
    ]


def inside(cidrs: Sequence[object], port: int = 22, protocol: str = "tcp") -> list[Resource]:
    block = {"protocol": protocol, "fromPort": port, "toPort": port, "cidrBlocks": [*cidrs]}
    return [declare(SECURITY_GROUP, "group", {"ingress": [block]})]


def acl(cidrs: Sequence[object], **more: Any) -> list[Resource]:
    entry = {"action": "allow", "protocol": "tcp", "fromPort": 22, "toPort": 22, **more}
    entries = [{**entry, "cidrBlock": cidr} for cidr in cidrs]
    return [declare(ACL, "acl", {"ingress": entries})]


ROWS = [
    Row("security-group-no-public-ssh", "violation", inside(ENOUGH)),
    Row("security-group-no-public-ssh", "violation", separate(ENOUGH)),
    Row("security-group-no-public-ssh", "violation", existing(ENOUGH)),
    Row("security-group-no-public-ssh", "violation", inside(EIGHTHS)),
    Row("security-group-no-public-ssh", "unknown", inside([*ENOUGH[:15], UNKNOWN])),
    Row("security-group-no-public-ssh", None, inside(ENOUGH[:15])),
    Row("security-group-no-public-ssh", None, inside(ENOUGH, 443)),
    Row("security-group-no-public-ssh", None, inside(OFFICES)),
    Row("security-group-no-public-rdp", "violation", inside(ENOUGH, 3389)),
    Row("security-group-no-public-http", "violation", inside(ENOUGH, 80)),
    Row("security-group-no-public-database-ports", "violation", inside(ENOUGH, 5432)),
    Row("security-group-no-public-ingress-all-ports", "violation", inside(ENOUGH, 0, "-1")),
    Row(
        "security-group-no-unrestricted-egress",
        "violation",
        [
            declare(
                SECURITY_GROUP,
                "group",
                {"egress": [{"protocol": "-1", "cidrBlocks": ["0.0.0.0/1", "128.0.0.0/1"]}]},
            )
        ],
    ),
    Row("vpc-network-acl-no-unrestricted-ingress", "violation", acl(ENOUGH)),
    Row("vpc-network-acl-no-unrestricted-ingress", None, acl(ENOUGH, action="deny")),
    Row(
        "lightsail-instance-ports-not-public",
        "violation",
        [
            declare(
                PORTS,
                "ports",
                {"portInfos": [{"fromPort": 22, "toPort": 22, "cidrs": ENOUGH}]},
            )
        ],
    ),
    Row(
        "lightsail-instance-ports-not-public",
        None,
        [
            declare(
                PORTS,
                "ports",
                {"portInfos": [{"fromPort": 22, "toPort": 22, "ipv6Cidrs": ["2001:db8::/32"]}]},
            )
        ],
    ),
    Row(
        "gamelift-fleet-no-public-administration",
        "violation",
        [
            declare(
                FLEET,
                "fleet",
                {
                    "ec2InboundPermissions": [
                        {"fromPort": 22, "toPort": 22, "ipRange": "128.0.0.0/1"}
                    ]
                },
            )
        ],
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rows(row: Row) -> None:
    assert row.agrees()
