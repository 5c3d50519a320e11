"""The global database: one Aurora over two regions, of which one writes and the other follows.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import rds

from infra.database import DATABASE, ENGINE
from infra.scope import Scope


@dataclass(frozen=True, slots=True)
class GlobalDatabaseArgs:
    scope: Scope
    engine_version: str
    protected: bool
    tags: Mapping[str, str]


class GlobalDatabase(pulumi.ComponentResource):
    """What holds the regions' clusters together, and changes the version of all of them."""

    def __init__(
        self, name: str, args: GlobalDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:GlobalDatabase", name, None, opts)
        self.id = rds.GlobalCluster(
            name,
            global_cluster_identifier=args.scope.prefix,  # known in every region
            engine=ENGINE.value,
            engine_version=args.engine_version,
            database_name=DATABASE,
            storage_encrypted=True,
            deletion_protection=args.protected,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected),
        ).id
        self.register_outputs({"id": self.id})
