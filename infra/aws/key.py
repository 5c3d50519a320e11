"""Key policies of the platform's KMS keys."""

from collections.abc import Mapping, Sequence
from typing import Literal

from infra.aws.policy_document import Statement, document
from infra.context import Context

Domain = Literal["data", "logs", "database", "cache", "alarms", "backups", "audit"]

DOMAINS: Mapping[Domain, str] = {
    "data": "Objects, features, streams and indexes",
    "logs": "Log groups",
    "database": "Database, snapshots and master password",
    "cache": "Cache and its snapshots",
    "alarms": "Alarm topic",
    "backups": "Backup vault",
    "audit": "CloudTrail and AWS Config records",
}

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*")
WRITE = ("kms:Encrypt", "kms:ReEncrypt*")


def key_policy(context: Context, domain: Domain) -> str:
    """Return the key policy: IAM policies of the account decide, and AWS services may use it."""
    return document(
        {
            "Sid": "AllowAccount",
            "Effect": "Allow",
            "Principal": {"AWS": context.account_root},
            "Action": "kms:*",
            "Resource": "*",  # in a key policy: this key
        },
        *service_statements(context, domain),
    )


def service_statements(context: Context, domain: Domain) -> list[Statement]:
    match domain:
        case "logs":
            groups = {"kms:EncryptionContext:aws:logs:arn": context.arn("logs", "log-group:*")}
            logs = use_by(f"logs.{context.region}.amazonaws.com", WRITE)
            return [{**logs, "Condition": {"ArnLike": groups}}]
        case "alarms":
            # CloudWatch and EventBridge pass no source to KMS; the topic policy restricts access.
            open_to = [use_by(f"{each}.amazonaws.com") for each in ("cloudwatch", "events")]
            account = {"StringEquals": {"aws:SourceAccount": context.account}}
            billing = [use_by(f"{each}.amazonaws.com") for each in ("budgets", "costalerts")]
            return [*open_to, *({**each, "Condition": account} for each in billing)]
        case "data":
            return [use_by_lustre(context)]
        case "audit":
            trail = {"aws:SourceArn": trail_arn(context)}
            return [
                {**use_by("cloudtrail.amazonaws.com"), "Condition": {"StringEquals": trail}},
            ]
        case _:  # used with the caller's own permissions
            return []


def trail_arn(context: Context) -> str:
    """Return the ARN of the account's trail, which its bucket and key policies refer to."""
    return context.arn("cloudtrail", f"trail/{context.prefix}")


def use_by_lustre(context: Context) -> Statement:
    """Allow FSx for Lustre to import and export objects with its service-linked roles.

    https://docs.aws.amazon.com/fsx/latest/LustreGuide/s3-server-side-encryption-support.html
    """
    role = "aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*"
    roles = f"arn:{context.partition}:iam::{context.account}:role"
    return {
        "Effect": "Allow",
        "Principal": {"AWS": context.account_root},
        "Action": [*USE, *WRITE],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"aws:PrincipalArn": f"{roles}/{role}"},
            "StringEquals": {"kms:ViaService": f"s3.{context.region}.amazonaws.com"},
        },
    }


def use_by(service: str, more: Sequence[str] = ()) -> Statement:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": [*USE, *more],
        "Resource": "*",
    }
