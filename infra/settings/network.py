"""Settings of the network and of the entrance to it."""

from ipaddress import IPv4Network
from typing import Literal

from pydantic import Field

from infra.settings.group import Group


class NetworkSettings(Group):
    cidr: IPv4Network = Field(
        default=IPv4Network("10.0.0.0/16"), description="Addresses of the VPC, /16 to /22"
    )
    zones: int | tuple[str, ...] = Field(
        default=3,
        description="How many of the region's Availability Zones, or the names of those to use; "
        "add at the end, so that no subnet moves",
    )
    nat: Literal["one_per_zone", "single"] = Field(
        default="one_per_zone",
        description="A NAT gateway in each zone, or one for all: cheaper, and the way out of every "
        "zone fails with its zone",
    )
    interface_endpoints: tuple[str, ...] = Field(
        default=(), description="AWS services reached privately in each zone, such as ecr.api"
    )

    @property
    def zone_count(self) -> int:
        return self.zones if isinstance(self.zones, int) else len(self.zones)


class LoadBalancerSettings(Group):
    domain: str | None = Field(default=None, description="Name to serve, such as ml.example.com")
    hosted_zone: str | None = Field(
        default=None, description="Route 53 zone that holds the name: example.com"
    )
    certificate_arn: str | None = Field(
        default=None, description="An ACM certificate to use instead of one made for the domain"
    )
    allowed_cidrs: tuple[IPv4Network, ...] = Field(
        default=(IPv4Network("0.0.0.0/0"),), min_length=1, description="Who may connect"
    )
    firewall_rule_groups: tuple[str, ...] = Field(
        default=(
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
        ),
        description="AWS managed WAF rule groups, in order; none: no firewall",
    )
    firewall_rate_limit: int = Field(
        default=3000, ge=10, description="Requests in five minutes after which an address is cut"
    )
    zonal_autoshift: bool = Field(
        default=False,
        description="Let AWS lead requests past a zone in trouble, and try it for half an hour a "
        "week: the other zones must carry all",
    )
    idle_timeout_seconds: int = Field(
        default=60, ge=1, le=4000, description="How long one answer may take"
    )
