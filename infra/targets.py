"""Target groups: how a load balancer finds out who is healthy, and lets go of who leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import pulumi
from pulumi_aws import lb


class Answering(Protocol):
    """What settings say of those that answer."""

    @property
    def port(self) -> int: ...
    @property
    def health_path(self) -> str: ...
    @property
    def encrypt_to_targets(self) -> bool: ...
    @property
    def drain_seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TargetArgs:
    vpc_id: pulumi.Input[str]
    kind: Literal["instance", "ip"]
    settings: Answering
    tags: Mapping[str, str]


def target_group(name: str, args: TargetArgs, child: pulumi.ResourceOptions) -> lb.TargetGroup:
    """Find what is dead in half a minute, and let what leaves finish its answers."""
    settings = args.settings
    protocol = "HTTPS" if settings.encrypt_to_targets else "HTTP"
    return lb.TargetGroup(
        name,
        vpc_id=args.vpc_id,
        target_type=args.kind,
        protocol=protocol,
        port=settings.port,
        deregistration_delay=settings.drain_seconds,
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
        opts=child,
    )
