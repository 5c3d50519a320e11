"""Security groups: who may open a connection to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc


@dataclass(frozen=True, slots=True)
class Connection:
    """From one security group to another, at a TCP port; nothing comes back but answers."""

    client: pulumi.Input[str]
    server: pulumi.Input[str]
    port: int
    meaning: str  # "Requests to the serving instances"
    to_port: int | None = None  # the last of a range


def connect(
    name: str, connection: Connection, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> None:
    """Let the client out and the server in, each towards the other only."""
    vpc.SecurityGroupEgressRule(
        name,
        security_group_id=connection.client,
        description=connection.meaning,
        referenced_security_group_id=connection.server,
        ip_protocol="tcp",
        from_port=connection.port,
        to_port=connection.to_port or connection.port,
        tags=tags,
        opts=child,
    )
    vpc.SecurityGroupIngressRule(
        name,
        security_group_id=connection.server,
        description=connection.meaning,
        referenced_security_group_id=connection.client,
        ip_protocol="tcp",
        from_port=connection.port,
        to_port=connection.to_port or connection.port,
        tags=tags,
        opts=child,
    )


def store_groups(
    name: str,
    vpc_id: pulumi.Input[str],
    port: int,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Return the ids of a store's own group, and of the one that its clients join.

    Whoever is in that one reaches the store at its port, and nobody else does.
    """
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
    meaning = f"From clients of {name} to it"
    connect(f"{name}-clients", Connection(clients.id, store.id, port, meaning), tags, child)
    return store.id, clients.id


def outward_group(
    name: str,
    vpc_id: pulumi.Input[str],
    description: str,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """Return the id of a group that lets out HTTPS and lets in nothing."""
    group = ec2.SecurityGroup(name, vpc_id=vpc_id, description=description, tags=tags, opts=child)
    vpc.SecurityGroupEgressRule(
        f"{name}-https",
        security_group_id=group.id,
        description="AWS services, packages, images",
        cidr_ipv4="0.0.0.0/0",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        tags=tags,
        opts=child,
    )
    return group.id
