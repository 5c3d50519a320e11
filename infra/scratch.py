"""Scratch space: a fast file system over the data bucket, for jobs that read it again and again.

It lies in one zone and keeps no copy: what counts is in S3, where checkpoints go as they are
written. https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, fsx

from infra.alarms import Alarm
from infra.parameters import publish
from infra.scope import Scope
from infra.security_groups import Connection, connect
from infra.settings import ScratchSettings

VERSION = "2.15"  # of Lustre; from 2.12 on it links to several buckets
PORTS = ((988, None), (1018, 1023))
CHANGES = ["NEW", "CHANGED", "DELETED"]
FULL = 0.9  # of the storage


@dataclass(frozen=True, slots=True)
class Link:
    """A bucket that a folder of the file system shows."""

    folder: str
    bucket: str
    writes: bool  # what is written there goes to the bucket


@dataclass(frozen=True, slots=True)
class ScratchArgs:
    scope: Scope
    settings: ScratchSettings
    vpc_id: pulumi.Input[str]
    subnet_id: pulumi.Input[str]
    links: Sequence[Link]
    tags: Mapping[str, str]


class Scratch(pulumi.ComponentResource):
    """FSx for Lustre, linked to buckets; `client_group_id` is the group that may mount it."""

    def __init__(
        self, name: str, args: ScratchArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Scratch", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        server, self.client_group_id = self._security_groups()
        self.file_system = fsx.LustreFileSystem(
            name,
            deployment_type="SCRATCH_2",
            file_system_type_version=VERSION,
            storage_capacity=args.settings.storage_gb,
            storage_type="SSD",
            data_compression_type="LZ4",
            subnet_ids=args.subnet_id,
            security_group_ids=[server],
            tags=args.tags,
            opts=self.child,
        )
        for link in args.links:
            self._link(link)
        mount = pulumi.Output.concat(
            self.file_system.dns_name, "@tcp:/", self.file_system.mount_name
        )
        publish(name, args.scope, {"mount": mount}, args.tags, self.child)
        self.alarms = [full(args.settings, self.file_system.id)]
        self.register_outputs({"mount": mount})

    def _security_groups(self) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
        """Open Lustre's ports between clients and servers: either calls the other."""
        server, clients = (
            ec2.SecurityGroup(
                name,
                vpc_id=self.args.vpc_id,
                description=description,
                tags=self.args.tags,
                opts=self.child,
            ).id
            for name, description in (
                (self.name, "Scratch file system: Lustre to and from its clients"),
                (f"{self.name}-clients", "Clients of the scratch file system"),
            )
        )
        ways = {
            "clients": (clients, server, "Lustre, from clients to the file system"),
            "servers": (server, clients, "Lustre, from the file system back to clients"),
            "itself": (server, server, "Lustre, among the servers of the file system"),
        }
        for way, (client, to, meaning) in ways.items():
            for port, last in PORTS:
                connection = Connection(client, to, port, meaning, last)
                connect(f"{self.name}-{way}-{port}", connection, self.args.tags, self.child)
        return server, clients

    def _link(self, link: Link) -> None:
        s3: fsx.DataRepositoryAssociationS3ArgsDict = {"auto_import_policy": {"events": CHANGES}}
        if link.writes:
            s3["auto_export_policy"] = {"events": CHANGES}
        fsx.DataRepositoryAssociation(
            f"{self.name}-{link.folder}",
            file_system_id=self.file_system.id,
            file_system_path=f"/{link.folder}",
            data_repository_path=f"s3://{link.bucket}",
            batch_import_meta_data_on_create=True,
            s3=s3,
            tags=self.args.tags,
            opts=self.child,
        )


def full(settings: ScratchSettings, file_system_id: pulumi.Output[str]) -> Alarm:
    return Alarm(
        name="full",
        meaning="The scratch file system is nearly full: release what is not read, or enlarge it",
        namespace="AWS/FSx",
        metric="FreeDataStorageCapacity",  # of each of its disks, in bytes
        dimensions={"FileSystemId": file_system_id},
        statistic="Sum",
        fires="below",
        threshold=round(settings.storage_gb * 1024**3 * (1 - FULL)),
    )
