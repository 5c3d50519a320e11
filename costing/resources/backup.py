"""AWS Backup. https://aws.amazon.com/backup/pricing/.

Snapshots of EBS, RDS, Aurora and FSx are billed by those services.
"""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.resources._shared.region_copies import TRANSFER, CopyUsage, copied, source_region
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AWSBackup"
GB = Unit.GB
WARM, COLD = "WarmStorage-ByteHrs", "ColdStorage-ByteHrs"

LINES = (
    Line("monthly_efs_warm_backup_gb", "EFS backup (warm)", f"{WARM}-EFS"),
    Line("monthly_efs_cold_backup_gb", "EFS backup (cold)", f"{COLD}-EFS"),
    Line("monthly_efs_warm_restore_gb", "EFS restore (warm)", "PartialRestore-Warm-EFS", GB),
    Line("monthly_efs_cold_restore_gb", "EFS restore (cold)", "PartialRestore-Cold-EFS", GB),
    Line(
        "monthly_efs_item_restore_requests",
        "EFS restore (item-level)",
        "PartialRestore-Jobs-EFS",
        Unit.REQUESTS,
    ),
    Line("monthly_ebs_snapshot_gb", "EBS snapshot", "EBS:SnapshotUsage", service="AmazonEC2"),
    Line("monthly_rds_snapshot_gb", "RDS snapshot", "RDS:ChargedBackupUsage", service="AmazonRDS"),
    Line("monthly_dynamodb_backup_gb", "DynamoDB backup", f"{WARM}-DynamoDB"),
    Line("monthly_dynamodb_restore_gb", "DynamoDB restore", "Restore-WarmBytes-DynamoDB", GB),
    Line(
        "monthly_aurora_snapshot_gb", "Aurora snapshot", "Aurora:BackupUsage", service="AmazonRDS"
    ),
    Line(
        "monthly_fsx_windows_backup_gb",
        "FSx for Windows backup",
        "BackupUsage",
        operation="CreateFileSystem:Windows",
        service="AmazonFSx",
    ),
    Line(
        "monthly_fsx_lustre_backup_gb",
        "FSx for Lustre backup",
        "BackupUsage",
        operation="CreateFileSystem:Lustre",
        service="AmazonFSx",
    ),
    Line("monthly_s3_backup_gb", "S3 backup", f"{WARM}-S3", silent=True),
    Line(
        "monthly_dynamodb_cold_backup_gb",
        "DynamoDB backup (cold)",
        f"{COLD}-DynamoDB",
        silent=True,
    ),
    Line(
        "monthly_dynamodb_cold_restore_gb",
        "DynamoDB restore (cold)",
        "Restore-ColdBytes-DynamoDB",
        GB,
        silent=True,
    ),
)


class Vault(StatedResource):
    """Backups in a vault, and restores. Copies in another region are usage of the vault there."""

    type = "aws:backup/vault:Vault"
    usage = usage_of("VaultUsage", LINES)
    service = SERVICE
    lines = LINES


class CopyAction(Block):
    destination_vault_arn: object = None


class PlanRule(Block):
    copy_actions: list[CopyAction] = Field(default_factory=list)


class Plan(PricedResource):
    """Copies in another region: data transfer, once for each region that rules copy to."""

    type = "aws:backup/plan:Plan"
    usage = CopyUsage

    rules: list[PlanRule] = Field(default_factory=list)

    @charges(TRANSFER)
    def meters(self, usage: CopyUsage, links: Links) -> Iterator[Metering]:
        places = {
            source_region(
                links, f"rules[{rule}].copyActions[{copy}].destinationVaultArn", Vault.type
            )
            for rule, each in enumerate(self.rules)
            for copy in range(len(each.copy_actions))
        }
        for place in sorted(str(each) for each in places - {None}):
            for meter in copied(SERVICE, links.resource.region, place, usage.monthly_copied_gb):
                yield assumed(meter)


def assumed(meter: Meter) -> Meter:
    return replace(meter, assumed="the rate of data transfer between regions")
