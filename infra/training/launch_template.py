"""Launch template and instance profile of training instances."""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, iam

from infra.aws.policy_document import allow, assumed_by, document
from infra.aws.session import record_sessions
from infra.context import Context
from infra.training.job_definition import SCRATCH

BOUNDARY = "==PART=="
MANAGED_POLICIES = {
    "sessions": "AmazonSSMManagedInstanceCore",
    "containers": "service-role/AmazonEC2ContainerServiceforEC2Role",
}


def startup_script(context: Context, *, mount_scratch: bool) -> str:
    """Return MIME multipart user data, which AWS Batch merges with its own."""
    mount = f"""\
        dnf install --assumeyes awscli-2 lustre-client
        target=$(aws ssm get-parameter --region {context.region} \\
            --name {context.path("scratch", "mount")} --query Parameter.Value --output text)
        mount --types lustre --options flock,relatime "$target" {SCRATCH}
        """
    script = f"""\
        #!/bin/bash
        set -euo pipefail
        mkdir --parents {SCRATCH}
        {mount.strip() if mount_scratch else ""}
        """
    lines = textwrap.dedent(script).strip()
    return (
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{BOUNDARY}"\n\n'
        f'--{BOUNDARY}\nContent-Type: text/x-shellscript; charset="us-ascii"\n\n'
        f"{lines}\n\n--{BOUNDARY}--\n"
    )


@dataclass(frozen=True, slots=True)
class TrainingInstances:
    """Arguments that all compute environments share."""

    context: Context
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    security_groups: Sequence[pulumi.Input[str]]
    profile_arn: pulumi.Input[str]
    volume_gb: int
    mount_scratch: bool  # mount the scratch file system
    tags: Mapping[str, str]
    instance_tags: Mapping[str, str]
    placement_group: pulumi.Input[str] | None = None


def training_launch_template(
    name: str,
    instances: TrainingInstances,
    child: pulumi.ResourceOptions,
    *,
    reservation: pulumi.Input[str] | None = None,
    efa_interfaces: int = 0,
) -> ec2.LaunchTemplate:
    """Create a launch template without AMI, type, role and market, which AWS Batch sets."""
    target: ec2.LaunchTemplateCapacityReservationSpecificationArgsDict = {
        "capacity_reservation_target": {"capacity_reservation_id": reservation},
    }
    return ec2.LaunchTemplate(
        name,
        description="Training instances",
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": True},
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": instances.volume_gb,
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        capacity_reservation_specification=target if reservation is not None else None,
        network_interfaces=efa_network_interfaces(instances, efa_interfaces) or None,
        user_data=base64.b64encode(
            startup_script(instances.context, mount_scratch=instances.mount_scratch).encode()
        ).decode(),
        tag_specifications=[
            {"resource_type": kind, "tags": instances.instance_tags}
            for kind in ("instance", "volume")
        ],
        update_default_version=True,
        tags=instances.tags,
        opts=child,
    )


def efa_network_interfaces(
    instances: TrainingInstances, count: int
) -> list[ec2.LaunchTemplateNetworkInterfaceArgsDict]:
    """Return one Elastic Fabric Adapter per network card."""
    return [
        {
            "device_index": min(card, 1),
            "network_card_index": card,
            "interface_type": "efa" if card == 0 else "efa-only",
            "associate_public_ip_address": "false",
            "security_groups": list(instances.security_groups),
        }
        for card in range(count)
    ]


def training_instance_profile(
    name: str, context: Context, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """Return the ARN of the instance profile; jobs have their own role."""
    role = iam.Role(
        name,
        description="Training instances",
        assume_role_policy=assumed_by("ec2"),
        tags=tags,
        opts=child,
    )
    mount = context.arn("ssm", f"parameter{context.path('scratch', 'mount')}")
    iam.RolePolicy(
        name,
        role=role.id,
        policy=document(allow(["ssm:GetParameter"], [mount]), *record_sessions(context)),
        opts=child,
    )
    for purpose, policy in MANAGED_POLICIES.items():
        iam.RolePolicyAttachment(
            f"{name}-{purpose}",
            role=role.name,
            policy_arn=context.managed_policy(policy),
            opts=child,
        )
    return iam.InstanceProfile(name, role=role.name, tags=tags, opts=child).arn
