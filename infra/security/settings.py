"""Settings of identity, VPN access and the services that exist once in an account."""

from ipaddress import IPv4Network
from typing import Literal

from pydantic import Field

from infra.aws.setting import Arn, SettingsGroup

Protection = Literal[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
]
AccountService = Literal[
    "defaults", "trail", "config", "guardduty", "security_hub", "inspector", "macie"
]
Standard = Literal["best-practices", "cis", "nist-800-53", "pci-dss"]


class AccountSettings(SettingsGroup):
    """Account-wide services; only one stack of an account may own them."""

    services: tuple[AccountService, ...] = Field(
        default=("defaults", "trail", "config", "guardduty", "security_hub", "inspector", "macie"),
        description="Services to own; leave out those that the organization already runs, such "
        "as trail and config with AWS Control Tower",
    )
    data_events: Literal["all", "write", "none"] = Field(
        default="write", description="S3 data events of the data lake that CloudTrail records"
    )
    audit_days: int = Field(
        default=365, ge=90, description="S3 Object Lock retention of audit records, days"
    )
    config_recording: Literal["CONTINUOUS", "DAILY"] = Field(
        default="CONTINUOUS", description="AWS Config recording frequency; DAILY costs less"
    )
    guardduty: tuple[Protection, ...] = Field(
        default=(
            "S3_DATA_EVENTS",
            "EKS_AUDIT_LOGS",
            "EBS_MALWARE_PROTECTION",
            "RDS_LOGIN_EVENTS",
            "LAMBDA_NETWORK_LOGS",
        ),
        description="GuardDuty protection plans besides foundational threat detection",
    )
    standards: tuple[Standard, ...] = Field(
        default=("best-practices", "cis"), description="Security Hub standards to enable"
    )
    inspector: tuple[Literal["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"], ...] = Field(
        default=("EC2", "ECR", "LAMBDA"), description="Resource types that Inspector scans"
    )
    macie_sample_percent: int = Field(
        default=10,
        ge=0,
        le=100,
        description="Share of new data lake objects that Macie analyzes weekly, percent; 0: off",
    )
    unused_access_days: int | None = Field(
        default=None,
        ge=1,
        le=365,
        description="IAM Access Analyzer unused access findings after this age, days; charged "
        "per role and user; null: off",
    )
    billing: bool = Field(
        default=True,
        description="Create the cost category by workload; payer account only",
    )
    service_monitor_arn: Arn | None = Field(
        default=None,
        description="ARN of the account's anomaly monitor by service, of which AWS allows one and "
        "creates it with Cost Explorer; null: no alerts of it",
    )
    cost_allocation_tags: bool = Field(
        default=False,
        description="Activate cost allocation tags; possible about a day after the first "
        "deployment; payer account only",
    )
    tag_policy_target: str | None = Field(
        default=None,
        pattern=r"^(r-[0-9a-z]{4,32}|ou-[0-9a-z-]+|\d{12})$",
        description="Root, organizational unit or account that the tag policy is attached to; "
        "management account only",
    )


class VpnSettings(SettingsGroup):
    """AWS Client VPN endpoint, charged per association and connection hour."""

    server_certificate_arn: Arn = Field(description="ARN of the ACM certificate of the endpoint")
    saml_provider_arn: Arn = Field(
        description="ARN of the IAM SAML provider that authenticates users"
    )
    client_cidr: IPv4Network = Field(
        description="Client CIDR block, /22 to /12, not overlapping network.cidr"
    )
    groups: tuple[str, ...] = Field(
        min_length=1, description="SAML group ids that are authorized to reach the VPC"
    )


class IdentitySettings(SettingsGroup):
    administrators: tuple[str, ...] = Field(
        default=(),
        description="ARNs of principals that may assume the administrator role with MFA; empty: "
        "any principal that IAM policies of the account allow",
    )
    permission_sets: tuple[str, ...] = Field(
        default=(),
        description="Names of IAM Identity Center permission sets whose users may assume the "
        "administrator role; Identity Center asks for MFA, which AWS does not pass on",
    )
    session_minutes: int = Field(
        default=60,
        ge=15,
        le=720,
        description="Maximum MFA age for assuming the administrator role, minutes",
    )
    vpn: VpnSettings | None = Field(
        default=None, description="AWS Client VPN, besides Session Manager; null: none"
    )
