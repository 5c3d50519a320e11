"""Security groups and the rules between them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc


@dataclass(frozen=True, slots=True)
class Connection:
    """TCP connections from one security group to another."""

    client: pulumi.Input[str]
    server: pulumi.Input[str]
    port: int
    description: str
    to_port: int | None = None  # end of a port range


def connect(
    name: str, connection: Connection, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> None:
    """Create the client's egress rule and the server's ingress rule."""
    vpc.SecurityGroupEgressRule(
        name,
        security_group_id=connection.client,
        description=connection.description,
        referenced_security_group_id=connection.server,
        ip_protocol="tcp",
        from_port=connection.port,
        to_port=connection.to_port or connection.port,
        tags=tags,
        opts=opts,
    )
    vpc.SecurityGroupIngressRule(
        name,
        security_group_id=connection.server,
        description=connection.description,
        referenced_security_group_id=connection.client,
        ip_protocol="tcp",
        from_port=connection.port,
        to_port=connection.to_port or connection.port,
        tags=tags,
        opts=opts,
    )


def store_groups(
    name: str,
    vpc_id: pulumi.Input[str],
    port: int,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Return the ids of a data store's security group and of its clients' security group.

    Members of the clients' group reach the store at `port`; nothing else does.
    """
    store = ec2.SecurityGroup(
        name,
        vpc_id=vpc_id,
        description=f"{name}: connections from its client group only",
        tags=tags,
        opts=opts,
    )
    clients = ec2.SecurityGroup(
        f"{name}-clients",
        vpc_id=vpc_id,
        description=f"Clients of {name}",
        tags=tags,
        opts=opts,
    )
    description = f"{name} clients to {name}"
    connect(f"{name}-clients", Connection(clients.id, store.id, port, description), tags, opts)
    return store.id, clients.id


def egress_group(
    name: str,
    vpc_id: pulumi.Input[str],
    description: str,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """Return the id of a security group with HTTPS egress and no ingress."""
    group = ec2.SecurityGroup(name, vpc_id=vpc_id, description=description, tags=tags, opts=opts)
    vpc.SecurityGroupEgressRule(
        f"{name}-https",
        security_group_id=group.id,
        description="HTTPS to AWS services, package and image registries",
        cidr_ipv4="0.0.0.0/0",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        tags=tags,
        opts=opts,
    )
    return group.id
