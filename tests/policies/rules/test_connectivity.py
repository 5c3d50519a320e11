"""Rules for networks, DNS and connections."""

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

ZONE = declare("aws:route53/zone:Zone", "zone")

ROWS = [
    *of_input(
        "globalaccelerator-flow-logs",
        "attributes.flowLogsEnabled",
        passes=[True],
        fails=[False, None],
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
    *of_inputs(
        "elb-classic-listener-certificate",
        passes=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                        "sslCertificateId": "arn:aws:acm:us-east-1:123456789012:certificate/1",
                    }
                ]
            }
        ],
        fails=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTP",
                        "lbPort": 443,
                        "lbProtocol": "HTTP",
                    }
                ]
            }
        ],
        unknown=[{"listeners": UNKNOWN}],
    ),
    *of_inputs(
        "elb-classic-listener-encrypted",
        passes=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                    }
                ]
            }
        ],
        fails=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTP",
                    }
                ]
            }
        ],
        unknown=[{"listeners": UNKNOWN}],
    ),
    *of_inputs(
        "elb-classic-encryption-to-instances",
        passes=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                        "sslCertificateId": "arn:aws:acm:us-east-1:123456789012:certificate/1",
                    }
                ]
            }
        ],
        fails=[
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTP",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                    }
                ]
            },
            {
                "listeners": [
                    {
                        "instancePort": 80,
                        "instanceProtocol": "HTTPS",
                        "lbPort": 443,
                        "lbProtocol": "HTTPS",
                    }
                ]
            },
        ],
        unknown=[{"listeners": UNKNOWN}],
    ),
    *of_input(
        "elb-classic-connection-draining", "connectionDraining", passes=[True], fails=[False, None]
    ),
    *of_inputs(
        "elb-classic-secure-protocols",
        passes=[
            {
                "policyAttributes": [
                    {
                        "name": "Reference-Security-Policy",
                        "value": "ELBSecurityPolicy-TLS-1-2-2017-01",
                    }
                ]
            },
            {"policyAttributes": [{"name": "Protocol-TLSv1.2", "value": "true"}]},
        ],
        fails=[
            {"policyAttributes": [{"name": "Protocol-TLSv1", "value": "true"}]},
            {
                "policyAttributes": [
                    {"name": "Reference-Security-Policy", "value": "ELBSecurityPolicy-2016-08"}
                ]
            },
        ],
        unknown=[{"policyAttributes": UNKNOWN}],
    ),
    *of_inputs(
        "elb-target-group-health-check-encrypted",
        passes=[
            {"protocol": "HTTPS", "healthCheck": {"protocol": "HTTPS"}},
            {"protocol": "HTTP", "healthCheck": {"protocol": "HTTP"}},
        ],
        fails=[{"protocol": "HTTPS", "healthCheck": {"protocol": "HTTP"}}],
        unknown=[{"protocol": "HTTPS", "healthCheck": {"protocol": UNKNOWN}}],
    ),
    *of_inputs(
        "network-firewall-policy-has-rule-group",
        passes=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                    "statefulRuleGroupReferences": [
                        {"resourceArn": "arn:aws:network-firewall:us-east-1::stateful-rulegroup/a"}
                    ],
                }
            }
        ],
        fails=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        unknown=[{"firewallPolicy": UNKNOWN}],
    ),
    *of_inputs(
        "network-firewall-default-action-full-packets",
        passes=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        fails=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:pass"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        unknown=[{"firewallPolicy": {"statelessDefaultActions": UNKNOWN}}],
    ),
    *of_inputs(
        "network-firewall-default-action-fragments",
        passes=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        fails=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:pass"],
                }
            }
        ],
        unknown=[{"firewallPolicy": {"statelessFragmentDefaultActions": UNKNOWN}}],
    ),
    *of_input(
        "network-firewall-subnet-change-protection",
        "subnetChangeProtection",
        passes=[True],
        fails=[False, None],
    ),
    *of_inputs(
        "network-firewall-stateless-group-not-empty",
        passes=[
            {
                "type": "STATELESS",
                "ruleGroup": {
                    "rulesSource": {
                        "statelessRulesAndCustomActions": {"statelessRules": [{"priority": 1}]}
                    }
                },
            },
            {"type": "STATEFUL"},
        ],
        fails=[{"type": "STATELESS"}],
        unknown=[{"type": "STATELESS", "ruleGroup": UNKNOWN}],
    ),
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
    *of_input(
        "vpclattice-service-authentication",
        "authType",
        passes=["AWS_IAM"],
        fails=["NONE", None],
        kind="aws:vpclattice/service:Service",
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
