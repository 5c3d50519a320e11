"""The database: Aurora PostgreSQL, for what the platform knows of its models and runs."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import rds

from infra.alarms import Alarm
from infra.logs import LogKeeping, log_group
from infra.parameters import publish
from infra.policy import Statement
from infra.scope import Scope
from infra.security_groups import store_groups
from infra.settings import CapacityUnits, DatabaseSettings

ENGINE, PORT = rds.EngineType.AURORA_POSTGRESQL, 5432
DATABASE = "metadata"
PASSWORD_BYTES = 30
AUTHORITY = "rds-ca-rsa2048-g1"  # of the certificates, to 2061
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
    """Spread writer and readers over the zones, so that the writer's zone never holds them all.

    A reader must carry what the writer did, so that all are of one class, and each may take over.
    """
    return [
        InstancePlan(zones[index % len(zones)], promotion_tier=min(index, 1))
        for index in range(count)
    ]


def plan_capacity(
    units: CapacityUnits | None,
) -> rds.ClusterServerlessv2ScalingConfigurationArgsDict | None:
    """Let Aurora move each instance between the two; an idle cluster stops where it may."""
    if units is None:
        return None
    plan: rds.ClusterServerlessv2ScalingConfigurationArgsDict = {
        "min_capacity": units.least,
        "max_capacity": units.most,
    }
    if units.least == 0:
        plan["seconds_until_auto_pause"] = units.pause_minutes * 60
    return plan


def serving_user(scope: Scope) -> str:
    """Return who signs in with IAM instead of a password; a superuser creates it once, in SQL."""
    return f"{scope.prefix}-serving".replace("-", "_")


def connect_to_database(scope: Scope) -> Statement:
    """Allow to sign in as that user; its name tells this stack's clusters from others."""
    return {
        "Effect": "Allow",
        "Action": "rds-db:connect",
        "Resource": scope.arn("rds-db", f"dbuser:*/{serving_user(scope)}"),
    }


@dataclass(frozen=True, slots=True)
class Membership:
    """Part in a global database: one region's cluster writes, the others' follow it."""

    global_cluster: pulumi.Input[str]
    writer_region: str
    after: Sequence[pulumi.Resource] = ()  # the writer, which is there first


@dataclass(frozen=True, slots=True)
class DatabaseArgs:
    scope: Scope
    settings: DatabaseSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # of the data tier, in the order of zones
    zones: Sequence[str]
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    protected: bool
    tags: Mapping[str, str]
    member: Membership | None = None


class Database(pulumi.ComponentResource):
    """A cluster whose storage is in three zones anyway, and whose instances are in several."""

    def __init__(
        self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Database", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        group, self.client_group_id = store_groups(name, args.vpc_id, PORT, args.tags, self.child)
        self.cluster = self._cluster(group)
        self._instances()
        self.endpoint, self.reader_endpoint = self.cluster.endpoint, self.cluster.reader_endpoint
        self._publish()
        self.alarms = database_alarms(self.cluster.cluster_identifier, args.settings.instances)
        self.register_outputs({"endpoint": self.endpoint, "reader_endpoint": self.reader_endpoint})

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
            # Standard storage is what a cluster has where none is stated.
            storage_type=None if settings.storage == "aurora" else settings.storage,
            serverlessv2_scaling_configuration=plan_capacity(settings.serverless),
            backup_retention_period=settings.backup_days,
            preferred_backup_window="03:00-04:00",
            preferred_maintenance_window="sun:04:30-sun:05:30",
            copy_tags_to_snapshot=True,
            delete_automated_backups=not args.protected,
            deletion_protection=args.protected,
            skip_final_snapshot=not args.protected,
            final_snapshot_identifier=f"{args.scope.prefix}-final" if args.protected else None,
            enabled_cloudwatch_logs_exports=["postgresql"],
            tags=args.tags,
            opts=self._cluster_options(),
            **origin(args),
        )

    def _cluster_options(self) -> pulumi.ResourceOptions:
        member = self.args.member
        return pulumi.ResourceOptions(
            parent=self,
            protect=self.args.protected,
            depends_on=list(member.after) if member else None,
            # The password is made once; the version is the global database's to change, and who
            # follows whom changes when another region takes over.
            ignore_changes=["engineVersion", "masterPassword", "replicationSourceIdentifier"]
            if member
            else None,
        )

    def _parameters(self) -> pulumi.Output[str]:
        major = self.args.settings.engine_version.partition(".")[0]
        return rds.ClusterParameterGroup(
            self.name,
            family=f"{ENGINE.value}{major}",
            description="Refuses connections without TLS",
            parameters=[{"name": name, "value": value} for name, value in PARAMETERS.items()],
            tags=self.args.tags,
            opts=self.child,
        ).name

    def _subnet_group(self) -> pulumi.Output[str]:
        return rds.SubnetGroup(
            self.name,
            description="Data subnets of all zones",
            subnet_ids=self.args.subnet_ids,
            tags=self.args.tags,
            opts=self.child,
        ).name

    def _instances(self) -> None:
        """Make the log group before any instance writes to it: AWS's own would never forget."""
        args = self.args
        path = pulumi.Output.concat(
            "/aws/rds/cluster/", self.cluster.cluster_identifier, "/postgresql"
        )
        logs = log_group(self.name, path, args.logs, args.tags, self.child)
        for index, plan in enumerate(plan_instances(args.zones, args.settings.instances)):
            rds.ClusterInstance(
                f"{self.name}-{index}",
                cluster_identifier=self.cluster.id,
                engine=ENGINE,
                instance_class=args.settings.instance_class,
                availability_zone=plan.zone,
                promotion_tier=plan.promotion_tier,
                publicly_accessible=False,
                ca_cert_identifier=AUTHORITY,
                auto_minor_version_upgrade=True,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=args.key_arn,
                performance_insights_retention_period=7,  # days; longer costs
                copy_tags_to_snapshot=True,
                tags=args.tags,
                opts=pulumi.ResourceOptions(parent=self, protect=args.protected, depends_on=[logs]),
            )

    def _publish(self) -> None:
        values: dict[str, pulumi.Input[str]] = {
            "endpoint": self.endpoint,
            "reader-endpoint": self.reader_endpoint,
            "user": serving_user(self.args.scope),
        }
        publish(self.name, self.args.scope, values, self.args.tags, self.child)


def origin(args: DatabaseArgs) -> dict[str, Any]:
    """Return where a cluster's first data and its superuser come from.

    In a global database AWS manages no password, so that it is only in the stack's own state.
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
    """
    own = {"database_name": DATABASE, "master_username": "plimsoll"}
    member = args.member
    if member is None:
        return {
            **own,
            "manage_master_user_password": True,  # in Secrets Manager, rotated every week
            "master_user_secret_kms_key_id": args.key_arn,
        }
    if member.writer_region == args.scope.region:
        password = pulumi.Output.secret(secrets.token_urlsafe(PASSWORD_BYTES))
        return {
            **own,
            "global_cluster_identifier": member.global_cluster,
            "master_password": password,
        }
    return {
        "global_cluster_identifier": member.global_cluster,
        "source_region": member.writer_region,
    }


def database_alarms(cluster: pulumi.Output[str], instances: int) -> list[Alarm]:
    """Watch the cluster, not an instance: after a failover the roles have changed."""
    busy = Alarm(
        name="writer-cpu",
        meaning="The database's writer has little left to give",
        namespace="AWS/RDS",
        metric="CPUUtilization",
        dimensions={"DBClusterIdentifier": cluster, "Role": "WRITER"},
        threshold=80,
        missing="breaching",
    )
    lag = Alarm(
        name="replica-lag",
        meaning="A reader is a second behind the writer, and would lose that in a failover",
        namespace="AWS/RDS",
        metric="AuroraReplicaLagMaximum",  # milliseconds
        dimensions={"DBClusterIdentifier": cluster},
        statistic="Maximum",
        threshold=1000,
        missing="breaching",
    )
    return [busy, lag] if instances > 1 else [busy]
