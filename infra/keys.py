"""KMS keys: one a domain, so that losing control of one gives away one kind of data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import kms

from infra.policy import Statement, document
from infra.scope import Scope

Domain = Literal["data", "logs", "database", "cache", "alarms", "backups", "audit"]

DOMAINS: Mapping[Domain, str] = {
    "data": "Objects, features, streams and indexes",
    "logs": "Log groups",
    "database": "The database, its snapshots and its password",
    "cache": "The cache and its snapshots",
    "alarms": "What the alarm topic carries",
    "backups": "Backups in the vault",
    "audit": "What the account's trail and AWS Config recorded",
}

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*")
WRITE = ("kms:Encrypt", "kms:ReEncrypt*")


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
            logs = use_by(f"logs.{scope.region}.amazonaws.com", WRITE)
            return [{**logs, "Condition": {"ArnLike": groups}}]
        case "alarms":
            # What CloudWatch and EventBridge ask of KMS names no source; the topic's policy keeps
            # others out.
            open_to = [use_by(f"{each}.amazonaws.com") for each in ("cloudwatch", "events")]
            ours = {"StringEquals": {"aws:SourceAccount": scope.account}}
            told = [use_by(f"{each}.amazonaws.com") for each in ("budgets", "costalerts")]
            return [*open_to, *({**each, "Condition": ours} for each in told)]
        case "data":
            return [lustre(scope)]
        case "audit":
            trail = {"aws:SourceArn": trail_arn(scope)}
            return [
                {**use_by("cloudtrail.amazonaws.com"), "Condition": {"StringEquals": trail}},
            ]
        case _:  # used through the caller's own permissions
            return []


def trail_arn(scope: Scope) -> str:
    """Return the ARN of the account's trail, which whoever lets it write has to know."""
    return scope.arn("cloudtrail", f"trail/{scope.prefix}")


def lustre(scope: Scope) -> Statement:
    """Let FSx for Lustre carry objects to and fro: its role for each file system is AWS's own.

    https://docs.aws.amazon.com/fsx/latest/LustreGuide/s3-server-side-encryption-support.html
    """
    role = "aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*"
    roles = f"arn:{scope.partition}:iam::{scope.account}:role"
    return {
        "Effect": "Allow",
        "Principal": {"AWS": scope.account_root},
        "Action": [*USE, *WRITE],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"aws:PrincipalArn": f"{roles}/{role}"},
            "StringEquals": {"kms:ViaService": f"s3.{scope.region}.amazonaws.com"},
        },
    }


def use_by(service: str, more: Sequence[str] = ()) -> Statement:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": [*USE, *more],
        "Resource": "*",
    }


@dataclass(frozen=True, slots=True)
class KeysArgs:
    scope: Scope
    domains: Sequence[Domain]
    protected: bool
    tags: Mapping[str, str]
    multi_region: bool = False  # another region's stack may have replicas of them
    # ARNs of the keys of another region that these are to be replicas of.
    primary: Mapping[Domain, pulumi.Input[str]] | None = None


class Keys(pulumi.ComponentResource):
    """A customer-managed key and an alias for each domain, rotated every year.

    A replica has its primary's material, so that either decrypts what the other encrypted.
    """

    def __init__(
        self, name: str, args: KeysArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Keys", name, None, opts)
        self.name, self.args = name, args
        self.arns: dict[Domain, pulumi.Output[str]] = {}
        for domain in args.domains:
            key = self._key(domain) if args.primary is None else self._replica(domain, args.primary)
            kms.Alias(
                f"{name}-{domain}",
                name=args.scope.key_alias(domain),
                target_key_id=key.key_id,
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.arns[domain] = key.arn
        self.register_outputs({"arns": self.arns})

    def _key(self, domain: Domain) -> kms.Key:
        return kms.Key(
            f"{self.name}-{domain}",
            description=self._description(domain),
            policy=key_policy(self.args.scope, domain),
            enable_key_rotation=True,
            multi_region=True if self.args.multi_region else None,
            deletion_window_in_days=30,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.protected),
        )

    def _replica(
        self, domain: Domain, primary: Mapping[Domain, pulumi.Input[str]]
    ) -> kms.ReplicaKey:
        return kms.ReplicaKey(
            f"{self.name}-{domain}",
            primary_key_arn=primary[domain],
            description=self._description(domain),
            policy=key_policy(self.args.scope, domain),
            deletion_window_in_days=30,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.protected),
        )

    def _description(self, domain: Domain) -> str:
        return f"{DOMAINS[domain]} ({self.args.scope.prefix})"
