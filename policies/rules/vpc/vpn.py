"""Rules for Amazon VPC: VPN and account settings."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, given, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_rule, must_be


@resource_rule(
    types=("aws:ec2/vpnConnection:VpnConnection",),
    concern="security",
    severity="medium",
    title="Site-to-Site VPN connection of the VPC accepts IKE version 1",
    risk="The older protocol negotiates weaker keys.",
    fix='tunnel1_ike_versions=["ikev2"], tunnel2_ike_versions=["ikev2"]',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
)
def vpn_connection_ikev2(resource: Resource) -> Iterator[Finding]:
    for path in ("tunnel1IkeVersions", "tunnel2IkeVersions"):
        for where, version in items(resource, path):
            yield from found(equal(version, "ikev1"), resource, where, "ikev2")
        yield from found(not_(given(resource, path)), resource, path, ["ikev2"])


RULES: tuple[Rule, ...] = (
    input_rule(
        "vpc-block-public-access-options",
        must_be("internetGatewayBlockMode", "block-bidirectional", "block-ingress"),
        types=("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",),
        concern="security",
        severity="medium",
        title="VPC Block Public Access is off",
        risk="Any internet gateway opens its VPC.",
        fix='internet_gateway_block_mode="block-ingress"',
        aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html",
    ),
    input_rule(
        "ec2-client-vpn-logging",
        must_be("connectionLogOptions.enabled", True),
        types=("aws:ec2clientvpn/endpoint:Endpoint",),
        concern="operations",
        severity="low",
        title="Client VPN endpoint of the VPC logs no connections",
        risk="Connections to the network leave no record.",
        fix='connection_log_options={"enabled": True, "cloudwatch_log_group": group.name}',
        same_intent_as=("ec2_client_vpn_endpoint_connection_logging_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    ),
    input_rule(
        "vpn-connection-logging",
        must_be("tunnel1LogOptions.cloudwatchLogOptions.logEnabled", True),
        must_be("tunnel2LogOptions.cloudwatchLogOptions.logEnabled", True),
        types=("aws:ec2/vpnConnection:VpnConnection",),
        concern="operations",
        severity="low",
        title="Site-to-Site VPN connection of the VPC has no logs",
        risk="Failures of the tunnels leave no record.",
        fix='tunnel1_log_options={"cloudwatch_log_options": {"log_enabled": True, '
        '"log_group_arn": group.arn}}, tunnel2_log_options={"cloudwatch_log_options": '
        '{"log_enabled": True, "log_group_arn": group.arn}}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        production=True,
    ),
    vpn_connection_ikev2,
)
