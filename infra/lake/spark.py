"""EMR Serverless application for Spark jobs, charged while workers run."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import emrserverless, iam

from infra.aws.log_group import log_group
from infra.aws.parameter import publish
from infra.aws.policy_document import (
    Statement,
    allow,
    allow_key,
    assumed_in_account,
    document,
    publish_metrics,
)
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.lake.catalog import database_name
from infra.lake.settings import SparkSettings

APPLICATION = "application"  # key of the parameter with the application id
GIB_PER_VCPU = 8  # maximum memory of a worker
DISK_PER_VCPU = 20  # GB


def job_role(context: Context) -> str:
    """Return the name of the job runtime role, which the workflow passes."""
    return f"{context.prefix}-spark"


def job_permissions(context: Context) -> list[Statement]:
    """Return the permissions of a job: read and write the data lake and its catalog."""
    data, features = context.bucket_arn("data"), context.bucket_arn("features")
    database = database_name(context)
    logs = context.arn("logs", f"log-group:{context.path('spark')}:*")
    catalog = [
        context.arn("glue", each)
        for each in ("catalog", "database/default", f"database/{database}", f"table/{database}/*")
    ]
    return [
        allow(["s3:GetBucketLocation", "s3:ListBucket"], [data, features]),
        allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{data}/*", f"{features}/*"]),
        allow_key(context, "data", "s3", "glue"),
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
        allow(["logs:DescribeLogGroups"], ["*"]),  # has no resource level
        allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [logs]),
        # https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/jobs-log-encryption.html
        allow(["logs:AssociateKmsKey"], [logs]),
    ]


@dataclass(frozen=True, slots=True)
class SparkArgs:
    context: Context
    settings: SparkSettings
    subnets: Subnets  # private
    permissions: Sequence[Statement] = ()  # additional IAM statements of jobs


class Spark(pulumi.ComponentResource):
    """EMR Serverless application that starts with the first job and stops when idle."""

    def __init__(
        self, name: str, args: SparkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Spark", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("spark", "batch")
        self.child = pulumi.ResourceOptions(parent=self)

        self._role()
        self.application = self._application()
        values = {APPLICATION: self.application.id}
        publish(name, args.context, values, self.tags, self.child)
        self.register_outputs({"application": self.application.id})

    def _role(self) -> None:
        """Create the job runtime role."""
        args = self.args
        role = iam.Role(
            self.name,
            name=job_role(args.context),
            description="Spark jobs",
            assume_role_policy=assumed_in_account(args.context, "emr-serverless"),
            tags=self.tags,
            opts=self.child,
        )
        policy = document(*job_permissions(args.context), *args.permissions)
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)

    def _application(self) -> emrserverless.Application:
        args, settings = self.args, self.args.settings
        path = args.context.path("spark")
        logs = log_group(self.name, path, args.context, self.tags, self.child)
        group = egress_group(
            self.name, args.subnets.vpc_id, "Spark workers: no ingress", self.tags, self.child
        )
        return emrserverless.Application(
            self.name,
            name=f"{args.context.prefix}-spark",
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
            network_configuration={"subnet_ids": args.subnets.ids, "security_group_ids": [group]},
            monitoring_configuration={
                "cloudwatch_logging_configuration": {
                    "enabled": True,
                    "log_group_name": logs.name,
                    "encryption_key_arn": args.context.log_key_arn,
                },
            },
            tags=self.tags,
            opts=self.child,
        )


def add_spark(d: Deployment, subnets: Subnets) -> None:
    """Availability: EMR Serverless runs a job in any zone and retries it in another."""
    if settings := d.settings.spark:
        metrics = d.settings.observability.model_metrics
        published = any(each.publisher == "spark" for each in metrics)
        permissions = [publish_metrics(d.context.metrics)] if published else []
        args = SparkArgs(d.context, settings, subnets, permissions)
        d.outputs["spark"] = d.create(Spark, "spark", args).application.id
