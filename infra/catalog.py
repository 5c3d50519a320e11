"""The catalog: Glue, which knows what tables lie in the lake, and who may read which."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import glue, iam, lakeformation

from infra.alarms import Event
from infra.policy import Statement, allow, assumed_by
from infra.roles import allow_key, service_role
from infra.scope import Scope
from infra.settings import CatalogSettings, LakeFormationSettings


def database_name(scope: Scope) -> str:
    """Return a name as SQL takes it."""
    return f"{scope.prefix}-lake".replace("-", "_")


def crawler_name(scope: Scope) -> str:
    """Return a name that a workflow can start it by."""
    return f"{scope.prefix}-lake"


def crawler_permissions(scope: Scope) -> list[Statement]:
    """https://docs.aws.amazon.com/glue/latest/dg/crawler-prereqs.html (2026-11)."""
    bucket, database = scope.bucket_arn("data"), database_name(scope)
    catalog = [
        scope.arn("glue", each)
        for each in ("catalog", f"database/{database}", f"table/{database}/*")
    ]
    logs = [scope.arn("logs", "log-group:/aws-glue/crawlers*")]
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
        # It names no resource that could be narrower.
        allow(["glue:GetSecurityConfiguration"], ["*"]),
        allow_key(scope, "data", "s3", "glue"),
        allow(["logs:AssociateKmsKey", "logs:CreateLogGroup"], logs),
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], logs),
        allow(["lakeformation:GetDataAccess"], ["*"]),  # knows no narrower resource
    ]


def location_permissions(scope: Scope) -> list[Statement]:
    """Return what Lake Formation hands on to those whom it lets read."""
    bucket = scope.bucket_arn("data")
    return [
        allow(["s3:ListBucket"], [bucket]),
        allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{bucket}/*"]),
        allow_key(scope, "data", "s3"),
    ]


@dataclass(frozen=True, slots=True)
class CatalogArgs:
    scope: Scope
    settings: CatalogSettings
    by_itself: bool  # the crawler has its own schedule; else something starts it
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    log_key_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class Catalog(pulumi.ComponentResource):
    """A database of the lake's tables, and a crawler that finds new ones and new partitions."""

    def __init__(
        self, name: str, args: CatalogArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Catalog", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.database = glue.CatalogDatabase(
            name,
            name=database_name(args.scope),
            description=f"Tables of the lake ({args.scope.prefix})",
            location_uri=f"s3://{args.scope.bucket('data')}/",
            tags=args.tags,
            opts=self.child,
        )
        role, policy = service_role(
            name, assumed_by("glue"), crawler_permissions(args.scope), args.tags, self.child
        )
        granted = self._grant(role, args.settings.lake_formation)
        self._crawler(role, [policy, *granted])
        self.events = catalog_events(crawler_name(args.scope))
        self.register_outputs({"database": self.database.name})

    def _crawler(self, role: iam.Role, after: list[pulumi.Resource]) -> None:
        args, settings = self.args, self.args.settings
        bucket = args.scope.bucket("data")
        glue.Crawler(
            self.name,
            name=crawler_name(args.scope),
            description="Finds tables and partitions of the lake",
            role=role.arn,
            database_name=self.database.name,
            s3_targets=[{"path": f"s3://{bucket}/{each}"} for each in settings.prefixes],
            recrawl_policy={"recrawl_behavior": "CRAWL_NEW_FOLDERS_ONLY"},
            # What that behaviour asks for: a table that is gone is a person's business.
            schema_change_policy={"delete_behavior": "LOG", "update_behavior": "LOG"},
            schedule=settings.schedule if args.by_itself else None,
            security_configuration=self._encryption(),
            lake_formation_configuration={"use_lake_formation_credentials": True}
            if settings.lake_formation
            else None,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )

    def _encryption(self) -> pulumi.Output[str]:
        key, log_key = self.args.key_arn, self.args.log_key_arn
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

    def _grant(
        self, crawler: iam.Role, settings: LakeFormationSettings | None
    ) -> list[pulumi.Resource]:
        """Have Lake Formation decide beside IAM, so that nobody is shut out who reads today."""
        if settings is None:
            return []
        args = self.args
        role, policy = service_role(
            f"{self.name}-location",
            assumed_by("lakeformation"),
            location_permissions(args.scope),
            args.tags,
            self.child,
        )
        location = lakeformation.Resource(
            self.name,
            arn=args.bucket_arn,
            role_arn=role.arn,
            hybrid_access_enabled=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        where = lakeformation.Permissions(
            f"{self.name}-location",
            principal=crawler.arn,
            permissions=["DATA_LOCATION_ACCESS"],
            data_location={"arn": location.arn},
            opts=self.child,
        )
        what = lakeformation.Permissions(
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
        return [where, what]


def catalog_events(crawler: str) -> list[Event]:
    return [
        Event(
            name="crawler-failed",
            meaning="The lake was not looked through: new tables and partitions are not found",
            pattern={
                "source": ["aws.glue"],
                "detail-type": ["Glue Crawler State Change"],
                "detail": {"crawlerName": [crawler], "state": ["Failed"]},
            },
        )
    ]
