"""Aurora PostgreSQL cluster for metadata of models and runs."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import rds

from infra.aws.log_group import log_group
from infra.aws.parameter import publish
from infra.aws.policy_document import Statement
from infra.aws.security_group import store_groups
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.stores.database_alarms import database_alarms
from infra.stores.settings import CapacityUnits, DatabaseSettings

ENGINE, PORT = rds.EngineType.AURORA_POSTGRESQL, 5432
DATABASE = "metadata"
PASSWORD_BYTES = 30
CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1"  # expires in 2061
PARAMETERS = {
    "rds.force_ssl": "1",
    "log_statement": "ddl",
    "log_min_duration_statement": "1000",  # milliseconds
}


@dataclass(frozen=True, slots=True)
class InstancePlan:
    zone: str
    promotion_tier: int  # the lowest is promoted first


def plan_instances(zones: Sequence[str], count: int) -> list[InstancePlan]:
    """Spread writer and readers over the zones in turn.

    All instances have one class, because a reader must carry the writer's load after a failover.
    """
    return [
        InstancePlan(zones[index % len(zones)], promotion_tier=min(index, 1))
        for index in range(count)
    ]


def plan_capacity(
    units: CapacityUnits | None,
) -> rds.ClusterServerlessv2ScalingConfigurationArgsDict | None:
    """Return the Serverless v2 capacity range, with auto-pause if the minimum is 0."""
    if units is None:
        return None
    plan: rds.ClusterServerlessv2ScalingConfigurationArgsDict = {
        "min_capacity": units.min_capacity,
        "max_capacity": units.max_capacity,
    }
    if units.min_capacity == 0:
        plan["seconds_until_auto_pause"] = units.auto_pause_minutes * 60
    return plan


def serving_user(context: Context) -> str:
    """Return the database user for IAM authentication; a superuser creates it once in SQL."""
    return f"{context.prefix}-serving".replace("-", "_")


def connect_to_database(context: Context) -> Statement:
    """Allow IAM authentication as the serving user, whose name is specific to the stack."""
    return {
        "Effect": "Allow",
        "Action": "rds-db:connect",
        "Resource": context.arn("rds-db", f"dbuser:*/{serving_user(context)}"),
    }


@dataclass(frozen=True, slots=True)
class Membership:
    """Membership in a global database with one writer region."""

    global_cluster: pulumi.Input[str]
    writer_region: str
    depends_on: Sequence[pulumi.Resource] = ()  # the writer cluster


@dataclass(frozen=True, slots=True)
class DatabaseArgs:
    context: Context
    settings: DatabaseSettings
    subnets: Subnets  # data
    key_arn: pulumi.Input[str]
    member: Membership | None = None


class Database(pulumi.ComponentResource):
    """Aurora cluster with storage in three zones and instances spread over the zones."""

    def __init__(
        self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Database", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("database", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(
            name, args.subnets.vpc_id, PORT, self.tags, self.child
        )
        self.cluster = self._cluster(group)
        self._instances()
        self.endpoint, self.reader_endpoint = self.cluster.endpoint, self.cluster.reader_endpoint
        self._publish()
        self.alarms = database_alarms(
            self.cluster.cluster_identifier, args.settings.instances, secondary=is_secondary(args)
        )
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "reader_endpoint": self.reader_endpoint,
                "client_group_id": self.client_group_id,
            }
        )

    def _cluster(self, group: pulumi.Output[str]) -> rds.Cluster:
        args, settings = self.args, self.args.settings
        return rds.Cluster(
            self.name,
            engine=ENGINE,
            engine_version=settings.engine_version,
            iam_database_authentication_enabled=True,
            db_cluster_parameter_group_name=self._parameters(),
            db_subnet_group_name=self._subnet_group(),
            vpc_security_group_ids=[group],
            port=PORT,
            storage_encrypted=True,
            kms_key_id=args.key_arn,
            # Omitted for Aurora Standard, which the API reports as empty.
            storage_type=None if settings.storage == "aurora" else settings.storage,
            serverlessv2_scaling_configuration=plan_capacity(settings.serverless),
            backup_retention_period=settings.backup_days,
            preferred_backup_window="03:00-04:00",
            preferred_maintenance_window="sun:04:30-sun:05:30",
            copy_tags_to_snapshot=True,
            delete_automated_backups=not args.context.protected,
            deletion_protection=args.context.protected,
            skip_final_snapshot=not args.context.protected,
            final_snapshot_identifier=f"{args.context.prefix}-final"
            if args.context.protected
            else None,
            enabled_cloudwatch_logs_exports=["postgresql"],
            tags=self.tags,
            opts=self._cluster_options(),
            **source(args),
        )

    def _cluster_options(self) -> pulumi.ResourceOptions:
        member = self.args.member
        return pulumi.ResourceOptions(
            parent=self,
            protect=self.args.context.protected,
            depends_on=list(member.depends_on) if member else None,
            # The password is generated once; the global cluster upgrades the version; a failover
            # changes the replication source.
            ignore_changes=["engineVersion", "masterPassword", "replicationSourceIdentifier"]
            if member
            else None,
        )

    def _parameters(self) -> pulumi.Output[str]:
        major = self.args.settings.engine_version.partition(".")[0]
        return rds.ClusterParameterGroup(
            self.name,
            family=f"{ENGINE.value}{major}",
            description="Requires TLS",
            parameters=[{"name": name, "value": value} for name, value in PARAMETERS.items()],
            tags=self.tags,
            opts=self.child,
        ).name

    def _subnet_group(self) -> pulumi.Output[str]:
        return rds.SubnetGroup(
            self.name,
            description="Data subnets of all zones",
            subnet_ids=self.args.subnets.ids,
            tags=self.tags,
            opts=self.child,
        ).name

    def _instances(self) -> None:
        """Create the instances after their log group, which otherwise AWS creates unlimited."""
        args = self.args
        path = pulumi.Output.concat(
            "/aws/rds/cluster/", self.cluster.cluster_identifier, "/postgresql"
        )
        logs = log_group(self.name, path, args.context, self.tags, self.child)
        for index, plan in enumerate(plan_instances(args.subnets.zones, args.settings.instances)):
            rds.ClusterInstance(
                f"{self.name}-{index}",
                cluster_identifier=self.cluster.id,
                engine=ENGINE,
                instance_class=args.settings.instance_class,
                availability_zone=plan.zone,
                promotion_tier=plan.promotion_tier,
                publicly_accessible=False,
                ca_cert_identifier=CERTIFICATE_AUTHORITY,
                auto_minor_version_upgrade=True,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=args.key_arn,
                performance_insights_retention_period=7,  # days; free of charge
                copy_tags_to_snapshot=True,
                tags=self.tags,
                opts=pulumi.ResourceOptions(
                    parent=self, protect=args.context.protected, depends_on=[logs]
                ),
            )

    def _publish(self) -> None:
        values: dict[str, pulumi.Input[str]] = {
            "endpoint": self.endpoint,
            "reader-endpoint": self.reader_endpoint,
            "user": serving_user(self.args.context),
        }
        publish(self.name, self.args.context, values, self.tags, self.child)


def source(args: DatabaseArgs) -> dict[str, Any]:
    """Return the inputs that identify the cluster's initial data and master user.

    A global database does not support a managed password, so it is a secret in the stack's state.
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
    """
    initial = {"database_name": DATABASE, "master_username": "plimsoll"}
    member = args.member
    if member is None:
        return {
            **initial,
            "manage_master_user_password": True,  # in Secrets Manager, rotated weekly
            "master_user_secret_kms_key_id": args.key_arn,
        }
    if member.writer_region == args.context.region:
        password = pulumi.Output.secret(secrets.token_urlsafe(PASSWORD_BYTES))
        return {
            **initial,
            "global_cluster_identifier": member.global_cluster,
            "master_password": password,
        }
    return {
        "global_cluster_identifier": member.global_cluster,
        "source_region": member.writer_region,
    }


def is_secondary(args: DatabaseArgs) -> bool:
    """Return True for a cluster of a global database that another region writes."""
    return args.member is not None and args.member.writer_region != args.context.region


def add_database(d: Deployment, subnets: Subnets, member: Membership | None) -> Database | None:
    """Availability: storage in three zones; instances of one class in the zones in turn."""
    settings = d.settings.database
    if settings is None:
        return None
    args = DatabaseArgs(d.context, settings, subnets, d.keys["database"], member)
    database = d.create(Database, "database", args)
    d.allow_clients([connect_to_database(d.context)], database.client_group_id, database)
    d.critical_arns.append(database.cluster.arn)
    d.outputs["database_endpoint"] = database.endpoint
    d.outputs["database_client_group_id"] = database.client_group_id
    return database
