from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    RULE,
    SECURITY_GROUP,
)
from policies.engine.selectors.tokens import LISTENER, LOAD_BALANCER, VPC
from tests.policies.row import Row, declare, findings, of_input, of_inputs, rule_of

ALL = ["0.0.0.0/0"]


def group(*ingress: Any) -> list[Resource]:
    return [declare(SECURITY_GROUP, "web", {"ingress": list(ingress)})]


def block(
    first: Any, last: Any, cidrs: Any = ALL, protocol: Any = "tcp", **more: Any
) -> dict[str, Any]:
    return {
        "fromPort": first,
        "toPort": last,
        "protocol": protocol,
        "cidrBlocks": cidrs,
        **more,
    }


def rule(first: Any, last: Any, cidrs: Any = ALL, way: Any = "ingress") -> list[Resource]:
    inputs = {**block(first, last, cidrs), "type": way, "securityGroupId": group()[0]}
    return [declare(RULE, "rule", inputs)]


def ingress_rule(first: Any, last: Any, **source: Any) -> list[Resource]:
    inputs = {"fromPort": first, "toPort": last, "ipProtocol": "tcp", **source}
    return [declare(INGRESS_RULE, "rule", inputs)]


def of_port(of: Any, port: int) -> list[Row]:
    """Return the rows that all rules on one port share."""
    other = port + 1
    return [
        Row(of, None, group()),
        Row(of, None, group(block(port, port, ["10.0.0.0/8"]))),
        Row(of, None, group(block(443, 443))),
        Row(of, None, group(block(port, port, None, securityGroups=[UNKNOWN]))),
        Row(of, None, group(block(8, 0, protocol="icmp"))),
        Row(of, "violation", group(block(port, port))),
        Row(of, "violation", group(block(port - 1, other), block(443, 443))),
        Row(of, "violation", group(block(port, port, None, ipv6CidrBlocks=["::/0"]))),
        Row(of, "violation", group(block(port, port, ["10.0.0.0/8", "0.0.0.0/0"], "6"))),
        Row(of, "violation", group(block(0, 0, protocol="-1"))),
        Row(of, "violation", group(block(0, 0, protocol=-1))),
        Row(of, "unknown", group(block(port, port, UNKNOWN))),
        Row(of, "unknown", group(block(UNKNOWN, port))),
        Row(of, "unknown", [declare(SECURITY_GROUP, "web", {"ingress": UNKNOWN})]),
        Row(of, None, rule(port, port, way="egress")),
        Row(of, "violation", rule(port, port)),
        Row(of, "unknown", rule(port, port, way=UNKNOWN)),
        Row(of, None, rule(other, other, UNKNOWN) if other != 1522 else rule(443, 443, UNKNOWN)),
        Row(of, None, ingress_rule(port, port, cidrIpv4="10.1.0.0/16")),
        Row(of, None, ingress_rule(port, port, referencedSecurityGroupId=UNKNOWN)),
        Row(of, "violation", ingress_rule(port, port, cidrIpv4="0.0.0.0/0")),
        Row(of, "violation", ingress_rule(port, port, cidrIpv6="0000:0000::/0")),
        Row(of, "unknown", ingress_rule(port, port, cidrIpv4=UNKNOWN)),
    ]


def entry(number: Any, action: str, protocol: str, port: int = 0) -> dict[str, Any]:
    ports = {"fromPort": port, "toPort": port, "cidrBlock": "0.0.0.0/0"}
    return {"ruleNo": number, "action": action, "protocol": protocol, **ports}


def listed_separately() -> list[Row]:
    """Return a group open to a prefix list, whose only entry is a resource of its own."""
    prefixes = declare("aws:ec2/managedPrefixList:ManagedPrefixList", "offices", {})
    ssh = declare(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "ssh",
        {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "prefixListId": prefixes},
    )
    verdicts = {"0.0.0.0/0": "violation", "203.0.113.0/24": None}
    return [
        Row(
            "security-group-no-public-ssh",
            verdict,
            [
                ssh,
                prefixes,
                declare(
                    "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
                    "office",
                    {"prefixListId": prefixes, "cidr": cidr},
                ),
            ],
        )
        for cidr, verdict in verdicts.items()
    ]


def closing(vpc: Resource, name: str = "default", **inputs: Any) -> Resource:
    return declare(DEFAULT_SECURITY_GROUP, name, {"vpcId": vpc, **inputs})


def group_of_balancer(*listeners: Any, **more: Any) -> list[Resource]:
    """Return a group open on port 80, its load balancer, and the listeners."""
    [web] = group(block(80, 80))
    balancer = declare(LOAD_BALANCER, "public", {"securityGroups": [web], **more})
    return [
        web,
        balancer,
        *(
            declare(LISTENER, f"listener-{index}", {"loadBalancerArn": balancer, **each})
            for index, each in enumerate(listeners)
        ),
    ]


def out(*cidrs: Any, protocol: Any = "-1") -> list[Resource]:
    return [declare(SECURITY_GROUP, "web", {"egress": [block(0, 0, [*cidrs], protocol)]})]


def out_rule(protocol: Any, cidr: Any = "0.0.0.0/0") -> list[Resource]:
    return [declare(EGRESS_RULE, "rule", {"ipProtocol": protocol, "cidrIpv4": cidr})]


TO_HTTPS = {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443"}}
REDIRECT = {"port": 80, "protocol": "HTTP", "defaultActions": [TO_HTTPS]}
SECURE = {"port": 443, "protocol": "HTTPS", "defaultActions": [{"type": "forward"}]}
NETWORK, OTHER = declare(VPC, "main"), declare(VPC, "other")

ROWS = [
    *of_port("security-group-no-public-ssh", 22),
    *of_port("security-group-no-public-rdp", 3389),
    Row("security-group-no-public-rdp", "violation", group(block(3389, 3389, protocol="udp"))),
    Row("security-group-no-public-ssh", None, group(block(22, 22, protocol="udp"))),
    *of_port("security-group-no-public-database-ports", 5432),
    Row("security-group-no-public-database-ports", None, group(block(8443, 8443))),
    Row(
        "security-group-no-public-database-ports",
        "violation",
        group(block(8443, 8443)),
        {"ports": (8443,)},
    ),
    *of_port("security-group-no-public-http", 80),
    Row("security-group-no-public-http", None, group_of_balancer(SECURE, REDIRECT)),
    Row("security-group-no-public-http", "violation", group_of_balancer(SECURE)),
    Row(
        "security-group-no-public-http",
        "violation",
        group_of_balancer({**REDIRECT, "defaultActions": [{"type": "forward"}]}),
    ),
    Row(
        "security-group-no-public-http",
        "violation",
        group_of_balancer({"port": 80, "protocol": "TCP"}, loadBalancerType="network"),
    ),
    Row(
        "security-group-no-public-http",
        "unknown",
        group_of_balancer({**REDIRECT, "defaultActions": UNKNOWN}),
    ),
    Row(
        "security-group-no-public-http",
        None,
        [
            *group_of_balancer(SECURE, REDIRECT)[1:],
            declare(
                INGRESS_RULE,
                "rule",
                {
                    "securityGroupId": group_of_balancer()[0],
                    "fromPort": 80,
                    "toPort": 80,
                    "ipProtocol": "tcp",
                    "cidrIpv4": "0.0.0.0/0",
                },
            ),
            declare(SECURITY_GROUP, "web"),
        ],
    ),
    *(
        Row("security-group-no-unrestricted-egress", status, stack)
        for status, stack in (
            (None, group()),
            (None, out("10.0.0.0/8")),
            (None, out("0.0.0.0/0", protocol="tcp")),
            (None, rule(0, 0)),
            (None, out_rule("tcp")),
            (None, out_rule("-1", "10.0.0.0/8")),
            ("violation", out("10.0.0.0/8", "0.0.0.0/0")),
            ("violation", out("0.0.0.0/0", protocol=-1)),
            ("violation", out("0.0.0.0/0", protocol="all")),
            ("violation", out_rule("-1")),
            ("unknown", out("0.0.0.0/0", protocol=UNKNOWN)),
            ("unknown", out_rule("-1", UNKNOWN)),
        )
    ),
    Row("security-group-no-public-ingress-all-ports", None, group(block(443, 443))),
    Row(
        "security-group-no-public-ingress-all-ports", None, group(block(0, 0, ["10.0.0.0/8"], "-1"))
    ),
    Row(
        "security-group-no-public-ingress-all-ports", "violation", group(block(0, 0, protocol="-1"))
    ),
    Row("security-group-no-public-ingress-all-ports", "violation", group(block(0, 65535))),
    Row("security-group-no-public-ingress-all-ports", "violation", rule(0, 65535)),
    Row("security-group-no-public-ingress-all-ports", "unknown", group(block(0, UNKNOWN))),
    Row("vpc-default-security-group-no-rules", None, []),
    *of_inputs(
        "vpc-default-security-group-no-rules",
        DEFAULT_SECURITY_GROUP,
        passes=[{"vpcId": "vpc-0a1b"}],
        fails=[{"vpcId": "vpc-0a1b", "ingress": [block(443, 443)]}],
        unknown=[{"vpcId": "vpc-0a1b", "egress": UNKNOWN}],
    ),
    *of_inputs(
        "vpc-network-acl-no-unrestricted-ingress",
        "aws:ec2/networkAcl:NetworkAcl",
        passes=[
            {"ingress": [entry(10, "deny", "-1"), entry(20, "allow", "tcp", 22)]},
            {"ingress": [entry(10, "deny", "tcp", 22), entry(20, "allow", "tcp", 22)]},
        ],
        fails=[
            {"ingress": [entry(30, "deny", "-1"), entry(20, "ALLOW", "6", 22)]},
            {"ingress": [entry(10, "deny", "udp", 22), entry(20, "allow", "tcp", 22)]},
            {"ingress": [entry(20, "allow", "udp", 3389)]},
        ],
        unknown=[{"ingress": [entry(UNKNOWN, "deny", "-1"), entry(20, "allow", "tcp", 22)]}],
    ),
    *listed_separately(),
    Row("vpc-default-security-group-no-rules", None, [NETWORK, closing(NETWORK)]),
    Row("vpc-default-security-group-no-rules", "violation", [NETWORK]),
    Row("vpc-default-security-group-no-rules", "violation", [NETWORK, OTHER, closing(OTHER)]),
    Row(
        "vpc-default-security-group-no-rules",
        "violation",
        [NETWORK, closing(NETWORK, egress=[block(0, 0, protocol="-1")])],
    ),
    Row(
        "vpc-default-security-group-no-rules",
        "unknown",
        [NETWORK, closing(NETWORK, ingress=UNKNOWN)],
    ),
    Row(
        "vpc-default-security-group-no-rules",
        "unknown",
        [NETWORK, declare(DEFAULT_SECURITY_GROUP, "default", {"vpcId": UNKNOWN})],
    ),
    *of_input(
        "ec2-client-vpn-logging", "connectionLogOptions.enabled", passes=[True], fails=[False, None]
    ),
    *of_inputs(
        "vpn-connection-logging",
        passes=[
            {
                "tunnel1LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
                "tunnel2LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
            }
        ],
        fails=[
            {
                "tunnel2LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
                "tunnel1LogOptions": {"cloudwatchLogOptions": {"logEnabled": False}},
            },
            {
                "tunnel1LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
                "tunnel2LogOptions": {"cloudwatchLogOptions": {"logEnabled": False}},
            },
        ],
        unknown=[
            {
                "tunnel2LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
                "tunnel1LogOptions": {"cloudwatchLogOptions": {"logEnabled": UNKNOWN}},
            },
            {
                "tunnel1LogOptions": {"cloudwatchLogOptions": {"logEnabled": True}},
                "tunnel2LogOptions": {"cloudwatchLogOptions": {"logEnabled": UNKNOWN}},
            },
        ],
    ),
    *of_inputs(
        "vpn-connection-ikev2",
        passes=[{"tunnel1IkeVersions": ["ikev2"], "tunnel2IkeVersions": ["ikev2"]}],
        fails=[{}, {"tunnel1IkeVersions": ["ikev1", "ikev2"], "tunnel2IkeVersions": ["ikev2"]}],
        unknown=[{"tunnel1IkeVersions": UNKNOWN, "tunnel2IkeVersions": ["ikev2"]}],
    ),
    *of_input(
        "vpc-block-public-access-options",
        "internetGatewayBlockMode",
        passes=["block-bidirectional", "block-ingress"],
        fails=["off", None],
    ),
    *of_inputs(
        "security-group-no-wide-public-range",
        "aws:ec2/securityGroup:SecurityGroup",
        passes=[
            {"ingress": [{"protocol": "tcp", "cidrBlocks": ["10.0.0.0/8", "52.94.0.0/16"]}]},
            {"ingress": [{"protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"]}]},
        ],
        fails=[{"ingress": [{"protocol": "tcp", "cidrBlocks": ["52.0.0.0/8"]}]}],
        unknown=[{"ingress": [{"protocol": "tcp", "cidrBlocks": [UNKNOWN]}]}],
    ),
]


def test_finding_names_open_port_and_path() -> None:
    [found] = findings(
        rule_of("security-group-no-public-database-ports"),
        group(block(443, 443), block(5000, 6500)),
    )

    assert found.path == "ingress[1].cidrBlocks[0]"
    assert found.message == (
        "ingress[1].cidrBlocks[0] opens port 5000, 5432, 5439, 5500, 5601, 5672, 5900, "
        "5985, 5986, 6006, 6379, 6443 to the internet; expected no public source"
    )


def test_open_block_is_found_beside_unknown_block() -> None:
    found = findings(rule_of("security-group-no-public-ssh"), group(UNKNOWN, block(22, 22)))

    assert [(each.path, each.decided) for each in found] == [
        ("ingress[1].cidrBlocks[0]", True),
        ("ingress[0]", False),
    ]
