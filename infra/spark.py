"""Spark: an EMR Serverless application, charged for workers while a job runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import emrserverless, iam

from infra.catalog import database_name
from infra.logs import LogKeeping, log_group
from infra.parameters import publish
from infra.policy import Statement, allow, document
from infra.roles import allow_key, taken_on_by
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.settings import SparkSettings

APPLICATION = "application"  # the parameter that says which
GIB_PER_VCPU = 8  # of memory, the most that a worker can have
DISK_PER_VCPU = 20  # GB


def job_role(scope: Scope) -> str:
    """Return a name that whoever starts a job can hand on."""
    return f"{scope.prefix}-spark"


def job_permissions(scope: Scope) -> list[Statement]:
    """Return what a job may do: read the lake, write to it, know and change its tables."""
    data, features = scope.bucket_arn("data"), scope.bucket_arn("features")
    database = database_name(scope)
    logs = scope.arn("logs", f"log-group:{scope.path('spark')}:*")
    catalog = [
        scope.arn("glue", each)
        for each in ("catalog", "database/default", f"database/{database}", f"table/{database}/*")
    ]
    return [
        allow(["s3:GetBucketLocation", "s3:ListBucket"], [data, features]),
        allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{data}/*", f"{features}/*"]),
        allow_key(scope, "data", "s3", "glue"),
        allow(
            [
                *(f"glue:{verb}Table" for verb in ("Create", "Delete", "Get", "Update")),
                "glue:BatchCreatePartition",
                "glue:GetDatabase",
                "glue:GetDatabases",
                "glue:GetPartitions",
                "glue:GetTables",
            ],
            catalog,
        ),
        allow(["logs:DescribeLogGroups"], ["*"]),  # knows no narrower resource
        allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [logs]),
    ]


@dataclass(frozen=True, slots=True)
class SparkArgs:
    scope: Scope
    settings: SparkSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone: a job runs in any
    logs: LogKeeping
    tags: Mapping[str, str]


class Spark(pulumi.ComponentResource):
    """An application in all zones; it starts with the first job and stops when none is left."""

    def __init__(
        self, name: str, args: SparkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Spark", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self._role()
        self.application = self._application()
        values = {APPLICATION: self.application.id}
        publish(name, args.scope, values, args.tags, self.child)
        self.register_outputs({"application": self.application.id})

    def _role(self) -> None:
        """Make the role that a job runs as, under a name known to who starts one."""
        args = self.args
        role = iam.Role(
            self.name,
            name=job_role(args.scope),
            description="What a Spark job may do",
            assume_role_policy=taken_on_by(args.scope, "emr-serverless"),
            tags=args.tags,
            opts=self.child,
        )
        policy = document(*job_permissions(args.scope))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)

    def _application(self) -> emrserverless.Application:
        args, settings = self.args, self.args.settings
        path = args.scope.path("spark")
        logs = log_group(self.name, path, args.logs, args.tags, self.child)
        group = outward_group(self.name, args.vpc_id, "Spark's workers", args.tags, self.child)
        return emrserverless.Application(
            self.name,
            name=f"{args.scope.prefix}-spark",
            type="spark",
            release_label=settings.release,
            architecture=settings.architecture,
            auto_start_configuration={"enabled": True},
            auto_stop_configuration={
                "enabled": True,
                "idle_timeout_minutes": settings.idle_minutes,
            },
            maximum_capacity={
                "cpu": f"{settings.max_vcpus} vCPU",
                "memory": f"{settings.max_vcpus * GIB_PER_VCPU} GB",
                "disk": f"{settings.max_vcpus * DISK_PER_VCPU} GB",
            },
            network_configuration={"subnet_ids": args.subnet_ids, "security_group_ids": [group]},
            monitoring_configuration={
                "cloudwatch_logging_configuration": {
                    "enabled": True,
                    "log_group_name": logs.name,
                    "encryption_key_arn": args.logs.key_arn,
                },
            },
            tags=args.tags,
            opts=self.child,
        )
