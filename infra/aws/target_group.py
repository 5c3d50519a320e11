"""Load balancer target groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import pulumi
from pulumi_aws import lb


class TargetSettings(Protocol):
    """Settings that the fleet and the ECS service have in common."""

    @property
    def port(self) -> int: ...
    @property
    def health_path(self) -> str: ...
    @property
    def encrypt_to_targets(self) -> bool: ...
    @property
    def deregistration_delay_seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TargetArgs:
    vpc_id: pulumi.Input[str]
    target_type: Literal["instance", "ip"]
    settings: TargetSettings
    tags: Mapping[str, str]


def target_group(name: str, args: TargetArgs, opts: pulumi.ResourceOptions) -> lb.TargetGroup:
    """Create a target group that detects an unhealthy target within 30 seconds."""
    settings = args.settings
    protocol = "HTTPS" if settings.encrypt_to_targets else "HTTP"
    return lb.TargetGroup(
        name,
        vpc_id=args.vpc_id,
        target_type=args.target_type,
        protocol=protocol,
        port=settings.port,
        deregistration_delay=settings.deregistration_delay_seconds,
        load_balancing_algorithm_type="least_outstanding_requests",
        health_check={
            "path": settings.health_path,
            "protocol": protocol,
            "matcher": "200",
            "interval": 10,
            "timeout": 5,
            "healthy_threshold": 2,
            "unhealthy_threshold": 3,
        },
        tags=args.tags,
        opts=opts,
    )
