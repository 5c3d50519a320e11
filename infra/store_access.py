"""Who may reach a store: whoever is in its client group, on its port, and nobody else."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2, vpc


def store_groups(
    name: str,
    vpc_id: pulumi.Input[str],
    port: int,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Return the ids of two security groups: the store's own, and the one its clients join."""
    store = ec2.SecurityGroup(
        name,
        vpc_id=vpc_id,
        description=f"{name}: reached from its clients only",
        tags=tags,
        opts=child,
    )
    clients = ec2.SecurityGroup(
        f"{name}-clients",
        vpc_id=vpc_id,
        description=f"Clients of {name}",
        tags=tags,
        opts=child,
    )
    vpc.SecurityGroupIngressRule(
        name,
        security_group_id=store.id,
        description=f"From the clients of {name}",
        referenced_security_group_id=clients.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        tags=tags,
        opts=child,
    )
    vpc.SecurityGroupEgressRule(
        f"{name}-clients",
        security_group_id=clients.id,
        description=f"To {name}",
        referenced_security_group_id=store.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        tags=tags,
        opts=child,
    )
    return store.id, clients.id
