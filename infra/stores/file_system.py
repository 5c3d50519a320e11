"""FSx for Lustre scratch file system linked to S3 buckets.

It is in one zone and not replicated: durable data, such as checkpoints, belongs in S3.
https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, fsx

from infra.aws.alarm import Alarm
from infra.aws.parameter import publish
from infra.aws.security_group import Connection, connect
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment

LUSTRE_VERSION = "2.15"  # several linked buckets require 2.12
PORTS = ((988, None), (1018, 1023))
EVENTS = ["NEW", "CHANGED", "DELETED"]
MAX_USED = 0.9  # share of the storage capacity


@dataclass(frozen=True, slots=True)
class BucketLink:
    """Data repository association of a directory with a bucket."""

    directory: str
    bucket: str
    export: bool  # write changes back to the bucket


@dataclass(frozen=True, slots=True)
class ScratchFileSystemArgs:
    context: Context
    storage_gb: int
    vpc_id: pulumi.Input[str]
    subnet_id: pulumi.Input[str]
    links: Sequence[BucketLink]


class ScratchFileSystem(pulumi.ComponentResource):
    """FSx for Lustre file system; members of `client_group_id` may mount it."""

    def __init__(
        self, name: str, args: ScratchFileSystemArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Scratch", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("scratch", "training")
        self.child = pulumi.ResourceOptions(parent=self)

        server, self.client_group_id = self._security_groups()
        self.file_system = fsx.LustreFileSystem(
            name,
            deployment_type="SCRATCH_2",
            file_system_type_version=LUSTRE_VERSION,
            storage_capacity=args.storage_gb,
            storage_type="SSD",
            data_compression_type="LZ4",
            subnet_ids=args.subnet_id,
            security_group_ids=[server],
            tags=self.tags,
            opts=self.child,
        )
        for link in args.links:
            self._link(link)
        mount = pulumi.Output.concat(
            self.file_system.dns_name, "@tcp:/", self.file_system.mount_name
        )
        publish(name, args.context, {"mount": mount}, self.tags, self.child)
        self.alarms = [storage_alarm(args.storage_gb, self.file_system.id)]
        self.register_outputs({"mount": mount})

    def _security_groups(self) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
        """Create the groups of server and clients; Lustre connects in both directions."""
        server, clients = (
            ec2.SecurityGroup(
                name,
                vpc_id=self.args.vpc_id,
                description=description,
                tags=self.tags,
                opts=self.child,
            ).id
            for name, description in (
                (self.name, "Scratch file system: Lustre to and from its clients"),
                (f"{self.name}-clients", "Clients of the scratch file system"),
            )
        )
        directions = {
            "clients": (clients, server, "Lustre from clients to the file system"),
            "servers": (server, clients, "Lustre from the file system to clients"),
            "itself": (server, server, "Lustre among the servers of the file system"),
        }
        for direction, (client, to, description) in directions.items():
            for port, last in PORTS:
                connection = Connection(client, to, port, description, last)
                connect(f"{self.name}-{direction}-{port}", connection, self.tags, self.child)
        return server, clients

    def _link(self, link: BucketLink) -> None:
        s3: fsx.DataRepositoryAssociationS3ArgsDict = {"auto_import_policy": {"events": EVENTS}}
        if link.export:
            s3["auto_export_policy"] = {"events": EVENTS}
        fsx.DataRepositoryAssociation(
            f"{self.name}-{link.directory}",
            file_system_id=self.file_system.id,
            file_system_path=f"/{link.directory}",
            data_repository_path=f"s3://{link.bucket}",
            batch_import_meta_data_on_create=True,
            s3=s3,
            tags=self.tags,
            opts=self.child,
        )


def storage_alarm(storage_gb: int, file_system_id: pulumi.Output[str]) -> Alarm:
    return Alarm(
        name="storage",
        description="Scratch file system is over 90 percent full: release files or enlarge it",
        namespace="AWS/FSx",
        metric="FreeDataStorageCapacity",  # bytes, per disk
        dimensions={"FileSystemId": file_system_id},
        statistic="Sum",
        fires="below",
        threshold=round(storage_gb * 1024**3 * (1 - MAX_USED)),
    )


def add_scratch(d: Deployment, subnets: Subnets) -> ScratchFileSystem | None:
    """Availability: in the first zone and lost with it; the linked bucket is durable."""
    training = d.settings.training
    if training is None or training.scratch is None:
        return None
    args = ScratchFileSystemArgs(
        context=d.context,
        storage_gb=training.scratch.storage_gb,
        vpc_id=subnets.vpc_id,
        subnet_id=subnets.by_zone[d.zones[0]],
        links=[BucketLink("data", d.context.bucket("data"), export=False)],
    )
    return d.create(ScratchFileSystem, "scratch", args)
