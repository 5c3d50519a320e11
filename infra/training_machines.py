"""What a training machine is: its volume, its adapters, what it runs first, what it may do."""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, iam

from infra.jobs import SCRATCH
from infra.policy import allow, assumed_by, document
from infra.scope import Scope
from infra.sessions import write_sessions

BOUNDARY = "==PART=="
MANAGED = {
    "sessions": "AmazonSSMManagedInstanceCore",
    "containers": "service-role/AmazonEC2ContainerServiceforEC2Role",  # images, logs, the cluster
}


def startup_script(scope: Scope, *, mounts: bool) -> str:
    """Return what a machine runs before it takes jobs; Batch merges it with its own."""
    mount = f"""\
        dnf install --assumeyes awscli-2 lustre-client
        target=$(aws ssm get-parameter --region {scope.region} \\
            --name {scope.path("scratch", "mount")} --query Parameter.Value --output text)
        mount --types lustre --options flock,relatime "$target" {SCRATCH}
        """
    script = f"""\
        #!/bin/bash
        set -euo pipefail
        mkdir --parents {SCRATCH}
        {mount.strip() if mounts else ""}
        """
    lines = textwrap.dedent(script).strip()
    return (
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{BOUNDARY}"\n\n'
        f'--{BOUNDARY}\nContent-Type: text/x-shellscript; charset="us-ascii"\n\n'
        f"{lines}\n\n--{BOUNDARY}--\n"
    )


@dataclass(frozen=True, slots=True)
class Machines:
    """What the machines of all environments have in common."""

    scope: Scope
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    security_groups: Sequence[pulumi.Input[str]]
    profile_arn: pulumi.Input[str]
    volume_gb: int
    mounts: bool  # the scratch file system
    tags: Mapping[str, str]
    every_tag: Mapping[str, str]  # the provider's too, which reach no machine by themselves
    placement_group: pulumi.Input[str] | None = None


def launch_template(
    name: str,
    machines: Machines,
    child: pulumi.ResourceOptions,
    *,
    reservation: pulumi.Input[str] | None = None,
    efa_interfaces: int = 0,
) -> ec2.LaunchTemplate:
    """Leave out what Batch chooses itself: image, type, role, market."""
    target: ec2.LaunchTemplateCapacityReservationSpecificationArgsDict = {
        "capacity_reservation_target": {"capacity_reservation_id": reservation},
    }
    return ec2.LaunchTemplate(
        name,
        description="Training machines",
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": True},  # each minute: little beside what a GPU costs
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": machines.volume_gb,
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        capacity_reservation_specification=target if reservation is not None else None,
        network_interfaces=interfaces(machines, efa_interfaces) or None,
        user_data=base64.b64encode(
            startup_script(machines.scope, mounts=machines.mounts).encode()
        ).decode(),
        tag_specifications=[
            {"resource_type": kind, "tags": machines.every_tag} for kind in ("instance", "volume")
        ],
        update_default_version=True,
        tags=machines.tags,
        opts=child,
    )


def interfaces(machines: Machines, count: int) -> list[ec2.LaunchTemplateNetworkInterfaceArgsDict]:
    """Return Elastic Fabric Adapters, one a network card; none where `count` is 0."""
    return [
        {
            "device_index": min(card, 1),
            "network_card_index": card,
            "interface_type": "efa" if card == 0 else "efa-only",
            "associate_public_ip_address": "false",
            "security_groups": list(machines.security_groups),
        }
        for card in range(count)
    ]


def machine_profile(
    name: str, scope: Scope, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """Return the profile of a machine, whose jobs have a role of their own."""
    role = iam.Role(
        name,
        description="What training machines may do",
        assume_role_policy=assumed_by("ec2"),
        tags=tags,
        opts=child,
    )
    mount = scope.arn("ssm", f"parameter{scope.path('scratch', 'mount')}")
    iam.RolePolicy(
        name,
        role=role.id,
        policy=document(allow(["ssm:GetParameter"], [mount]), *write_sessions(scope)),
        opts=child,
    )
    for purpose, policy in MANAGED.items():
        iam.RolePolicyAttachment(
            f"{name}-{purpose}",
            role=role.name,
            policy_arn=scope.managed_policy(policy),
            opts=child,
        )
    return iam.InstanceProfile(name, role=role.name, tags=tags, opts=child).arn
