"""Three VPCs of awsx around a transit gateway, with inspection and flow logs."""

import json

import pulumi
import pulumi_aws as aws
from spoke import Spoke, SpokeArgs

gateway = aws.ec2transitgateway.TransitGateway(
    "hub", default_route_table_association="disable", description="hub"
)
spokes = [
    Spoke(name, SpokeArgs(gateway, f"10.{number}.0.0/16"))
    for number, name in enumerate(("shared", "staging", "production"), start=1)
]
table = aws.ec2transitgateway.RouteTable("spokes", transit_gateway_id=gateway.id)
for number, spoke in enumerate(spokes):
    aws.ec2transitgateway.RouteTableAssociation(
        f"spoke-{number}",
        transit_gateway_attachment_id=spoke.attachment.id,
        transit_gateway_route_table_id=table.id,
    )
vpn = aws.ec2.VpnConnection(
    "office",
    customer_gateway_id=aws.ec2.CustomerGateway(
        "office", bgp_asn="65000", ip_address="203.0.113.10", type="ipsec.1"
    ).id,
    transit_gateway_id=gateway.id,
    type="ipsec.1",
)
rules = aws.networkfirewall.RuleGroup(
    "inspection",
    capacity=100,
    type="STATEFUL",
    rule_group={"rules_source": {"rules_string": "pass ip any any -> any any (sid:1;)"}},
)
policy = aws.networkfirewall.FirewallPolicy(
    "inspection",
    firewall_policy={
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
        "stateful_rule_group_references": [{"resource_arn": rules.arn}],
    },
)
pulumi.export("hub", json.dumps({"spokes": len(spokes)}))
