"""Attachment point of a service to a load balancer."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, slots=True)
class Listener:
    """HTTPS listener that a service adds its rules to."""

    arn: pulumi.Input[str]
    load_balancer_suffix: pulumi.Output[str]  # ARN suffix, the CloudWatch dimension
    security_group_id: pulumi.Input[str]  # of the load balancer
    # ARN of the load balancer to enable zonal autoshift for; None: disabled.
    autoshift_arn: pulumi.Input[str] | None = None
