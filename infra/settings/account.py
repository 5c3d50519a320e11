"""Settings of what AWS has once in an account, or once in each of its regions."""

from typing import Literal

from pydantic import Field

from infra.settings.group import Group

Protection = Literal[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
]
Standard = Literal["best-practices", "cis", "nist-800-53", "pci-dss"]


class AccountSettings(Group):
    """What only one stack of an account may own: a second one's update would fail or fight it."""

    data_events: Literal["all", "write", "none"] = Field(
        default="write", description="Accesses to the lake's objects that CloudTrail records"
    )
    audit_days: int = Field(
        default=365, ge=90, description="How long the audit bucket keeps a record, locked"
    )
    config_recording: Literal["CONTINUOUS", "DAILY"] = Field(
        default="CONTINUOUS", description="How often AWS Config looks; daily is cheaper"
    )
    guardduty: tuple[Protection, ...] = Field(
        default=(
            "S3_DATA_EVENTS",
            "EKS_AUDIT_LOGS",
            "EBS_MALWARE_PROTECTION",
            "RDS_LOGIN_EVENTS",
            "LAMBDA_NETWORK_LOGS",
        ),
        description="What GuardDuty protects beside the account and its network",
    )
    standards: tuple[Standard, ...] = Field(
        default=("best-practices", "cis"), description="What Security Hub checks against"
    )
    inspector: tuple[Literal["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"], ...] = Field(
        default=("EC2", "ECR", "LAMBDA"), description="Where Inspector looks for weaknesses"
    )
    macie_sample_percent: int = Field(
        default=10,
        ge=0,
        le=100,
        description="Share of the lake's new objects that Macie reads every week; 0: no Macie",
    )
    unused_access_days: int | None = Field(
        default=None,
        ge=1,
        le=365,
        description="Age at which Access Analyzer reports unused permissions; it charges for it",
    )
    billing: bool = Field(
        default=True,
        description="Own what Billing has once: a cost category by workload, the anomaly monitor "
        "over all services; the payer account only",
    )
    cost_allocation_tags: bool = Field(
        default=False,
        description="Activate the tags that costs are told apart by: a day after the first update, "
        "when Billing has seen them; the payer account only",
    )
    tag_policy_target: str | None = Field(
        default=None,
        pattern=r"^(r-[0-9a-z]{4,32}|ou-[0-9a-z-]+|\d{12})$",
        description="Root, unit or account of the organization that a tag policy is to hold for; "
        "the organization's management account only",
    )
