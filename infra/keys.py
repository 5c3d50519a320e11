"""KMS keys: one a domain, so that losing control of one gives away one kind of data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import kms

from infra.policy import Statement, document
from infra.scope import Scope

Domain = Literal["data", "logs", "database", "cache", "alarms"]

DOMAINS: Mapping[Domain, str] = {
    "data": "Objects in the buckets",
    "logs": "Log groups",
    "database": "The database, its snapshots and its password",
    "cache": "The cache and its snapshots",
    "alarms": "What the alarm topic carries",
}


def key_policy(scope: Scope, domain: Domain) -> str:
    """Let the account's IAM policies decide, and let in the AWS services that write for us."""
    return document(
        {
            "Sid": "AccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": scope.account_root},
            "Action": "kms:*",
            "Resource": "*",  # of a key's own policy: this key
        },
        *service_statements(scope, domain),
    )


def service_statements(scope: Scope, domain: Domain) -> list[Statement]:
    match domain:
        case "logs":
            groups = {"kms:EncryptionContext:aws:logs:arn": scope.arn("logs", "log-group:*")}
            logs = use_by(f"logs.{scope.region}.amazonaws.com", ["kms:Encrypt", "kms:ReEncrypt*"])
            return [{**logs, "Condition": {"ArnLike": groups}}]
        case "alarms":
            # What CloudWatch asks of KMS names no source; the topic's policy keeps others out.
            budgets = use_by("budgets.amazonaws.com")
            ours = {"StringEquals": {"aws:SourceAccount": scope.account}}
            return [use_by("cloudwatch.amazonaws.com"), {**budgets, "Condition": ours}]
        case _:  # used through the caller's own permissions
            return []


def use_by(service: str, more: Sequence[str] = ()) -> Statement:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", *more],
        "Resource": "*",
    }


@dataclass(frozen=True, slots=True)
class KeysArgs:
    scope: Scope
    protected: bool
    tags: Mapping[str, str]


class Keys(pulumi.ComponentResource):
    """A customer-managed key and an alias for each domain, rotated every year."""

    def __init__(
        self, name: str, args: KeysArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Keys", name, None, opts)
        self.arns: dict[Domain, pulumi.Output[str]] = {}
        for domain, description in DOMAINS.items():
            key = kms.Key(
                f"{name}-{domain}",
                description=f"{description} ({args.scope.prefix})",
                policy=key_policy(args.scope, domain),
                enable_key_rotation=True,
                deletion_window_in_days=30,
                tags=args.tags,
                opts=pulumi.ResourceOptions(parent=self, protect=args.protected),
            )
            kms.Alias(
                f"{name}-{domain}",
                name=args.scope.key_alias(domain),
                target_key_id=key.key_id,
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.arns[domain] = key.arn
        self.register_outputs({"arns": self.arns})
