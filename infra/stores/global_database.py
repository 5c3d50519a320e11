"""Aurora global database over two regions.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
"""

from dataclasses import dataclass

import pulumi
from pulumi_aws import rds

from infra.context import Context
from infra.deployment import Deployment
from infra.stores.database import DATABASE, ENGINE, Membership


@dataclass(frozen=True, slots=True)
class GlobalDatabaseArgs:
    context: Context
    engine_version: str


class GlobalDatabase(pulumi.ComponentResource):
    """Global cluster that the regional clusters join and that upgrades their version."""

    def __init__(
        self, name: str, args: GlobalDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:GlobalDatabase", name, None, opts)
        self.tags = args.context.tags("global-database", "serving")
        self.id = rds.GlobalCluster(
            name,
            global_cluster_identifier=args.context.prefix,  # used in every region
            engine=ENGINE.value,
            engine_version=args.engine_version,
            database_name=DATABASE,
            storage_encrypted=True,
            deletion_protection=args.context.protected,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.context.protected),
        ).id
        self.register_outputs({"id": self.id})


def add_global_database(d: Deployment) -> Membership | None:
    """Availability: one region writes; the other follows with a lag of about a second."""
    if d.settings.standby is None or d.settings.database is None:
        return None
    args = GlobalDatabaseArgs(d.context, d.settings.database.engine_version)
    return Membership(d.create(GlobalDatabase, "global-database", args).id, d.context.region)
