from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from acme.network import Network


@dataclass
class DatabaseArgs:
    network: Network
    instance_class: Input[str] = "db.r7g.large"
    instances: int = 2
    engine_version: Input[str] | None = None


class Database(pulumi.ComponentResource):
    def __init__(self, name: str, args: DatabaseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("acme:data:Database", name, vars(args), opts)
        self.group = aws.rds.SubnetGroup(
            name, subnet_ids=args.network.private_subnet_ids, opts=self.child()
        )
        self.cluster = aws.rds.Cluster(
            name,
            engine="aurora-postgresql",
            engine_version=args.engine_version,
            database_name="app",
            master_username="app",
            manage_master_user_password=True,
            db_subnet_group_name=self.group.name,
            storage_encrypted=True,
            skip_final_snapshot=pulumi.get_stack() != "prod",
            final_snapshot_identifier=f"{name}-final",
            opts=self.child(ignore_changes=["engineVersion"]),
        )
        self.instances = [
            aws.rds.ClusterInstance(
                f"{name}-{index}",
                cluster_identifier=self.cluster.id,
                engine=self.cluster.engine,
                instance_class=args.instance_class,
                opts=self.child(parent=self.cluster),
            )
            for index in range(args.instances)
        ]
        self.endpoint = self.cluster.endpoint
        self.register_outputs({"endpoint": self.endpoint})

    def child(self, **options: Any) -> ResourceOptions:
        return ResourceOptions(**{"parent": self, **options})
