"""Settings of the VPC and of the load balancer."""

from ipaddress import IPv4Network
from typing import Literal

from pydantic import Field

from infra.aws.setting import SettingsGroup


class NetworkSettings(SettingsGroup):
    cidr: IPv4Network = Field(
        default=IPv4Network("10.0.0.0/16"), description="CIDR block of the VPC, /16 to /22"
    )
    zones: int | tuple[str, ...] = Field(
        default=3,
        description="Number of Availability Zones, or their names; append new zones at the end, "
        "otherwise existing subnets are replaced",
    )
    nat: Literal["one_per_zone", "single"] = Field(
        default="one_per_zone",
        description="NAT gateways: one per zone, or a single one, which costs less but cuts off "
        "all zones if its zone fails",
    )
    interface_endpoints: tuple[str, ...] = Field(
        default=(),
        description="AWS services with an interface VPC endpoint in each zone, such as ecr.api",
    )

    @property
    def zone_count(self) -> int:
        return self.zones if isinstance(self.zones, int) else len(self.zones)


class LoadBalancerSettings(SettingsGroup):
    domain: str | None = Field(
        default=None, description="Domain name of the public endpoint, such as ml.example.com"
    )
    hosted_zone: str | None = Field(
        default=None, description="Route 53 hosted zone of the domain, such as example.com"
    )
    certificate_arn: str | None = Field(
        default=None,
        description="ARN of an existing ACM certificate, used instead of a new one for the domain",
    )
    allowed_cidrs: tuple[IPv4Network, ...] = Field(
        default=(IPv4Network("0.0.0.0/0"),),
        min_length=1,
        description="CIDR blocks that may connect to the load balancer",
    )
    firewall_rule_groups: tuple[str, ...] = Field(
        default=(
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
        ),
        description="AWS managed WAF rule groups in order of evaluation; empty: no web ACL",
    )
    firewall_rule_exceptions: dict[str, tuple[str, ...]] = Field(
        default={},
        description="WAF rules to count instead of block, by managed rule group, such as "
        "AWSManagedRulesCommonRuleSet: [SizeRestrictions_BODY]",
    )
    firewall_rate_limit: int | None = Field(
        default=None,
        ge=10,
        description="WAF rate limit per IP address, requests in five minutes; null: the load that "
        "the smallest fleet is sized for, as clients may share an address",
    )
    max_request_kb: int = Field(
        default=1024,
        ge=8,
        description="Size of the largest request body that clients send, KiB; above 8 the WAF rule "
        "SizeRestrictions_BODY counts instead of blocks",
    )
    zonal_autoshift: bool = Field(
        default=False,
        description="Enable zonal autoshift: AWS shifts traffic away from an impaired zone and "
        "practices it weekly for 30 minutes, so the other zones must carry all traffic",
    )
    idle_timeout_seconds: int = Field(
        default=60, ge=1, le=4000, description="Load balancer idle timeout, seconds"
    )
