"""Glue Data Catalog database and crawler of the data lake, with Lake Formation permissions."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import glue, iam, lakeformation

from infra.aws.alarm import Event
from infra.aws.policy_document import Statement, allow, allow_key, assumed_by
from infra.aws.role import service_role
from infra.context import Context
from infra.deployment import Deployment
from infra.lake.settings import CatalogSettings, LakeFormationSettings


def database_name(context: Context) -> str:
    """Return the database name, with underscores as SQL identifiers require."""
    return f"{context.prefix}-lake".replace("-", "_")


def crawler_name(context: Context) -> str:
    """Return the crawler name, which the workflow refers to."""
    return f"{context.prefix}-lake"


def crawler_permissions(context: Context) -> list[Statement]:
    """Return the permissions of the crawler.

    https://docs.aws.amazon.com/glue/latest/dg/crawler-prereqs.html (2026-11)
    """
    bucket, database = context.bucket_arn("data"), database_name(context)
    catalog = [
        context.arn("glue", each)
        for each in ("catalog", f"database/{database}", f"table/{database}/*")
    ]
    logs = [context.arn("logs", "log-group:/aws-glue/crawlers*")]
    return [
        allow(["s3:GetBucketLocation", "s3:ListBucket"], [bucket]),
        allow(["s3:GetObject"], [f"{bucket}/*"]),
        allow(
            [
                *(f"glue:{verb}Table" for verb in ("Create", "Get", "Update")),
                *(f"glue:Batch{verb}Partition" for verb in ("Create", "Get", "Update")),
                "glue:GetDatabase",
                "glue:GetPartitions",
                "glue:GetTables",
            ],
            catalog,
        ),
        # This action has no resource level.
        allow(["glue:GetSecurityConfiguration"], ["*"]),
        allow_key(context, "data", "s3", "glue"),
        allow(["logs:AssociateKmsKey", "logs:CreateLogGroup"], logs),
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], logs),
        allow(["lakeformation:GetDataAccess"], ["*"]),  # has no resource level
    ]


def location_permissions(context: Context) -> list[Statement]:
    """Return the permissions that Lake Formation vends to readers of the location."""
    bucket = context.bucket_arn("data")
    return [
        allow(["s3:ListBucket"], [bucket]),
        allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{bucket}/*"]),
        allow_key(context, "data", "s3"),
    ]


@dataclass(frozen=True, slots=True)
class CatalogArgs:
    context: Context
    settings: CatalogSettings
    scheduled: bool  # run the crawler on its own schedule; else a workflow starts it
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]


class Catalog(pulumi.ComponentResource):
    """Catalog database and a crawler that adds new tables and partitions."""

    def __init__(
        self, name: str, args: CatalogArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Catalog", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("catalog", "batch")
        self.child = pulumi.ResourceOptions(parent=self)

        self.database = glue.CatalogDatabase(
            name,
            name=database_name(args.context),
            description=f"Data lake tables ({args.context.prefix})",
            location_uri=f"s3://{args.context.bucket('data')}/",
            tags=self.tags,
            opts=self.child,
        )
        role, policy = service_role(
            name, assumed_by("glue"), crawler_permissions(args.context), self.tags, self.child
        )
        granted = self._lake_formation(role, args.settings.lake_formation)
        self._crawler(role, [policy, *granted])
        self.events = catalog_events(crawler_name(args.context))
        self.register_outputs({"database": self.database.name})

    def _crawler(self, role: iam.Role, after: list[pulumi.Resource]) -> None:
        args, settings = self.args, self.args.settings
        bucket = args.context.bucket("data")
        glue.Crawler(
            self.name,
            name=crawler_name(args.context),
            description="Adds tables and partitions of the data lake",
            role=role.arn,
            database_name=self.database.name,
            s3_targets=[{"path": f"s3://{bucket}/{each}"} for each in settings.prefixes],
            recrawl_policy={"recrawl_behavior": "CRAWL_NEW_FOLDERS_ONLY"},
            # Required by that recrawl behavior: removed tables are logged only.
            schema_change_policy={"delete_behavior": "LOG", "update_behavior": "LOG"},
            schedule=settings.schedule if args.scheduled else None,
            security_configuration=self._encryption(),
            lake_formation_configuration={"use_lake_formation_credentials": True}
            if settings.lake_formation
            else None,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )

    def _encryption(self) -> pulumi.Output[str]:
        key, log_key = self.args.key_arn, self.args.context.log_key_arn
        return glue.SecurityConfiguration(
            self.name,
            encryption_configuration={
                "cloudwatch_encryption": {
                    "cloudwatch_encryption_mode": "SSE-KMS",
                    "kms_key_arn": log_key,
                },
                "job_bookmarks_encryption": {
                    "job_bookmarks_encryption_mode": "CSE-KMS",
                    "kms_key_arn": key,
                },
                "s3_encryption": {"s3_encryption_mode": "SSE-KMS", "kms_key_arn": key},
            },
            opts=self.child,
        ).name

    def _lake_formation(
        self, crawler: iam.Role, settings: LakeFormationSettings | None
    ) -> list[pulumi.Resource]:
        """Grant permissions in hybrid access mode, in which IAM permissions stay valid."""
        if settings is None:
            return []
        args = self.args
        role, policy = service_role(
            f"{self.name}-location",
            assumed_by("lakeformation"),
            location_permissions(args.context),
            self.tags,
            self.child,
        )
        location = lakeformation.Resource(
            self.name,
            arn=args.bucket_arn,
            role_arn=role.arn,
            hybrid_access_enabled=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        location_grant = lakeformation.Permissions(
            f"{self.name}-location",
            principal=crawler.arn,
            permissions=["DATA_LOCATION_ACCESS"],
            data_location={"arn": location.arn},
            opts=self.child,
        )
        database_grant = lakeformation.Permissions(
            f"{self.name}-crawler",
            principal=crawler.arn,
            permissions=["ALTER", "CREATE_TABLE", "DESCRIBE"],
            database={"name": self.database.name},
            opts=self.child,
        )
        for index, reader in enumerate(settings.readers):
            lakeformation.Permissions(
                f"{self.name}-reader-{index}",
                principal=reader,
                permissions=["DESCRIBE", "SELECT"],
                table={"database_name": self.database.name, "wildcard": True},
                opts=self.child,
            )
        return [location_grant, database_grant]


def catalog_events(crawler: str) -> list[Event]:
    return [
        Event(
            name="crawler-failed",
            description="Glue crawler failed: new tables and partitions are missing",
            pattern={
                "source": ["aws.glue"],
                "detail-type": ["Glue Crawler State Change"],
                "detail": {"crawlerName": [crawler], "state": ["Failed"]},
            },
        )
    ]


def add_catalog(d: Deployment, bucket_arn: pulumi.Input[str]) -> None:
    """Availability: Glue is a regional service; the workflow, if any, starts the crawler."""
    if settings := d.settings.catalog:
        scheduled = d.settings.workflow is None
        args = CatalogArgs(d.context, settings, scheduled, bucket_arn, d.keys["data"])
        d.outputs["catalog"] = d.create(Catalog, "catalog", args).database.name
