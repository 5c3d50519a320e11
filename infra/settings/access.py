"""Settings of who gets in, and of what keeps machines up to date."""

from ipaddress import IPv4Network
from typing import Literal

from pydantic import Field

from infra.settings.group import Group

Arn = r"^arn:aws[a-z-]*:"
DAY = r"(SUN|MON|TUE|WED|THU|FRI|SAT|[0-7])"
DAYS = rf"(\*|{DAY}(-{DAY})?(,{DAY}(-{DAY})?)*)"
TIME_OF_DAYS = rf"^[0-5]?\d ([01]?\d|2[0-3]) \* \* {DAYS}$"


class VpnSettings(Group):
    """Client VPN, for those who cannot do with Session Manager; charged by zone and hour."""

    server_certificate_arn: str = Field(pattern=Arn, description="ACM certificate of the endpoint")
    saml_provider_arn: str = Field(
        pattern=Arn, description="IAM SAML provider that users sign in with"
    )
    client_cidr: IPv4Network = Field(
        description="Addresses of the clients, /22 to /12, apart from network.cidr"
    )
    groups: tuple[str, ...] = Field(
        min_length=1, description="Ids of the provider's groups that may enter the VPC"
    )


class IdentitySettings(Group):
    administrators: tuple[str, ...] = Field(
        default=(),
        description="ARNs of those who may assume the administrator's role, with MFA; none stated: "
        "whom the account's own policies let",
    )
    session_minutes: int = Field(
        default=60, ge=15, le=720, description="How long an administrator's MFA is good for"
    )
    vpn: VpnSettings | None = Field(
        default=None, description="Client VPN into the VPC, beside Session Manager"
    )


class PatchingSettings(Group):
    schedule: str = Field(
        default="cron(0 3 ? * SUN *)",
        pattern=r"^(cron|rate)\(.+\)$",
        description="When machines that live long are patched, UTC",
    )
    approve_after_days: int = Field(
        default=7, ge=0, le=360, description="Age at which a patch that is not critical is taken"
    )
    severities: tuple[Literal["Critical", "Important", "Medium", "Low"], ...] = Field(
        default=("Critical", "Important"),
        min_length=1,
        description="Of security patches that are taken",
    )


class NightSettings(Group):
    """When a development stack sleeps: its fleet has no instance, its database is stopped."""

    sleep: str = Field(
        default="0 20 * * MON-FRI",
        pattern=TIME_OF_DAYS,
        description="Minute, hour, *, *, days of the week",
    )
    wake: str = Field(
        default="0 7 * * MON-FRI",
        pattern=TIME_OF_DAYS,
        description="The same; what sleeps on Friday wakes on Monday",
    )
    time_zone: str = Field(default="Etc/UTC", description="Such as Europe/Berlin")
