"""Rules for networks, DNS and connections."""

from costing.model import UNKNOWN
from policies.rules.elb.classic import (
    elb_classic_connection_draining,
    elb_classic_encryption_to_instances,
    elb_classic_listener_certificate,
    elb_classic_listener_encrypted,
    elb_classic_secure_protocols,
    elb_target_group_health_check_encrypted,
)
from policies.rules.globalaccelerator import globalaccelerator_flow_logs
from policies.rules.networkfirewall import (
    network_firewall_default_action_fragments,
    network_firewall_default_action_full_packets,
    network_firewall_policy_has_rule_group,
    network_firewall_stateless_group_not_empty,
    network_firewall_subnet_change_protection,
)
from policies.rules.route53 import (
    route53_dns_firewall_fail_closed,
    route53_domain_auto_renew,
    route53_domain_privacy,
    route53_domain_transfer_lock,
    route53_zone_query_logging,
)
from policies.rules.vpc.address_ranges import security_group_no_wide_public_range
from policies.rules.vpc.vpn import (
    ec2_client_vpn_logging,
    vpn_connection_ikev2,
    vpn_connection_logging,
)
from policies.rules.vpclattice import vpclattice_service_authentication
from tests.policies.row import Row, declare, of_inputs

ZONE = declare("aws:route53/zone:Zone", "zone")

ROWS = [
    *of_inputs(
        globalaccelerator_flow_logs,
        "aws:globalaccelerator/accelerator:Accelerator",
        passes=[{"attributes": {"flowLogsEnabled": True}}],
        fails=[{"attributes": {"flowLogsEnabled": False}}, {}],
        unknown=[{"attributes": {"flowLogsEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        ec2_client_vpn_logging,
        "aws:ec2clientvpn/endpoint:Endpoint",
        passes=[{"connectionLogOptions": {"enabled": True}}],
        fails=[{"connectionLogOptions": {"enabled": False}}, {}],
        unknown=[{"connectionLogOptions": {"enabled": UNKNOWN}}],
    ),
    *of_inputs(
        vpn_connection_logging,
        "aws:ec2/vpnConnection:VpnConnection",
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
        vpn_connection_ikev2,
        "aws:ec2/vpnConnection:VpnConnection",
        passes=[{"tunnel1IkeVersions": ["ikev2"], "tunnel2IkeVersions": ["ikev2"]}],
        fails=[{}, {"tunnel1IkeVersions": ["ikev1", "ikev2"], "tunnel2IkeVersions": ["ikev2"]}],
        unknown=[{"tunnel1IkeVersions": UNKNOWN, "tunnel2IkeVersions": ["ikev2"]}],
    ),
    *of_inputs(
        elb_classic_listener_certificate,
        "aws:elb/loadBalancer:LoadBalancer",
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
        elb_classic_listener_encrypted,
        "aws:elb/loadBalancer:LoadBalancer",
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
        elb_classic_encryption_to_instances,
        "aws:elb/loadBalancer:LoadBalancer",
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
    *of_inputs(
        elb_classic_connection_draining,
        "aws:elb/loadBalancer:LoadBalancer",
        passes=[{"connectionDraining": True}],
        fails=[{"connectionDraining": False}, {}],
        unknown=[{"connectionDraining": UNKNOWN}],
    ),
    *of_inputs(
        elb_classic_secure_protocols,
        "aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
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
        elb_target_group_health_check_encrypted,
        "aws:lb/targetGroup:TargetGroup",
        passes=[
            {"protocol": "HTTPS", "healthCheck": {"protocol": "HTTPS"}},
            {"protocol": "HTTP", "healthCheck": {"protocol": "HTTP"}},
        ],
        fails=[{"protocol": "HTTPS", "healthCheck": {"protocol": "HTTP"}}],
        unknown=[{"protocol": "HTTPS", "healthCheck": {"protocol": UNKNOWN}}],
    ),
    *of_inputs(
        network_firewall_policy_has_rule_group,
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
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
        network_firewall_default_action_full_packets,
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
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
        network_firewall_default_action_fragments,
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
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
    *of_inputs(
        network_firewall_subnet_change_protection,
        "aws:networkfirewall/firewall:Firewall",
        passes=[{"subnetChangeProtection": True}],
        fails=[{"subnetChangeProtection": False}, {}],
        unknown=[{"subnetChangeProtection": UNKNOWN}],
    ),
    *of_inputs(
        network_firewall_stateless_group_not_empty,
        "aws:networkfirewall/ruleGroup:RuleGroup",
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
    Row(route53_zone_query_logging, "violation", [declare("aws:route53/zone:Zone", "it")]),
    Row(
        route53_zone_query_logging,
        None,
        [declare("aws:route53/zone:Zone", "it", {"vpcs": [{"vpcId": "vpc-1"}]})],
    ),
    Row(
        route53_zone_query_logging,
        None,
        [ZONE, declare("aws:route53/queryLog:QueryLog", "log", {"zoneId": ZONE})],
    ),
    Row(
        route53_zone_query_logging,
        "unknown",
        [
            declare("aws:route53/zone:Zone", "it"),
            declare("aws:route53/queryLog:QueryLog", "log", {"zoneId": UNKNOWN}),
        ],
    ),
    *of_inputs(
        route53_domain_transfer_lock,
        "aws:route53domains/registeredDomain:RegisteredDomain",
        passes=[{}, {"transferLock": True}],
        fails=[{"transferLock": False}],
        unknown=[{"transferLock": UNKNOWN}],
    ),
    *of_inputs(
        route53_domain_privacy,
        "aws:route53domains/registeredDomain:RegisteredDomain",
        passes=[{}],
        fails=[{"registrantPrivacy": False}, {"adminPrivacy": False}, {"techPrivacy": False}],
        unknown=[
            {"registrantPrivacy": UNKNOWN},
            {"adminPrivacy": UNKNOWN},
            {"techPrivacy": UNKNOWN},
        ],
    ),
    *of_inputs(
        route53_domain_auto_renew,
        "aws:route53domains/registeredDomain:RegisteredDomain",
        passes=[{}, {"autoRenew": True}],
        fails=[{"autoRenew": False}],
        unknown=[{"autoRenew": UNKNOWN}],
    ),
    *of_inputs(
        route53_dns_firewall_fail_closed,
        "aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
        passes=[{}, {"firewallFailOpen": "DISABLED"}],
        fails=[{"firewallFailOpen": "ENABLED"}],
        unknown=[{"firewallFailOpen": UNKNOWN}],
    ),
    *of_inputs(
        vpclattice_service_authentication,
        "aws:vpclattice/service:Service",
        passes=[{"authType": "AWS_IAM"}],
        fails=[{"authType": "NONE"}, {}],
        unknown=[{"authType": UNKNOWN}],
    ),
    *of_inputs(
        security_group_no_wide_public_range,
        "aws:ec2/securityGroup:SecurityGroup",
        passes=[
            {"ingress": [{"protocol": "tcp", "cidrBlocks": ["10.0.0.0/8", "52.94.0.0/16"]}]},
            {"ingress": [{"protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"]}]},
        ],
        fails=[{"ingress": [{"protocol": "tcp", "cidrBlocks": ["52.0.0.0/8"]}]}],
        unknown=[{"ingress": [{"protocol": "tcp", "cidrBlocks": [UNKNOWN]}]}],
    ),
]
