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
BILLING = ("budgets", "costalerts")
# Service-linked roles.
# https://docs.aws.amazon.com/fsx/latest/LustreGuide/s3-server-side-encryption-support.html
LUSTRE_ROLE = "s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*"
# https://docs.aws.amazon.com/macie/latest/user/discovery-supported-encryption-types.html
MACIE_ROLE = "macie.amazonaws.com/AWSServiceRoleForAmazonMacie"


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
            # EventBridge passes no source to KMS; the topic policy restricts access.
            # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
            account = {"StringEquals": {"aws:SourceAccount": context.account}}
            others = [use_by(f"{each}.amazonaws.com") for each in ("cloudwatch", *BILLING)]
            return [
                use_by("events.amazonaws.com"),
                *({**each, "Condition": account} for each in others),
            ]
        case "data":
            objects = f"s3.{context.region}.amazonaws.com"
            return [
                use_by_linked_role(context, LUSTRE_ROLE, [*USE, *WRITE], objects),
                use_by_linked_role(context, MACIE_ROLE, ["kms:Decrypt"]),
                use_by_log_delivery(context),
            ]
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


def use_by_linked_role(
    context: Context, role: str, actions: Sequence[str], via: str | None = None
) -> Statement:
    """Allow a service-linked role of this account, optionally through one service only.

    The key policy itself must allow the role, as its own policy has no KMS actions: the account's
    root as principal would not do. The role is named by a condition, because KMS refuses a
    principal that does not exist yet.
    """
    roles = f"arn:{context.partition}:iam::{context.account}:role/aws-service-role"
    services = {"kms:ViaService": via} if via else {}
    return {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": list(actions),
        "Resource": "*",
        "Condition": {
            "ArnLike": {"aws:PrincipalArn": f"{roles}/{role}"},
            "StringEquals": {"kms:CallerAccount": context.account, **services},
        },
    }


def use_by_log_delivery(context: Context) -> Statement:
    """Allow the delivery of logs of a state machine that is encrypted with the key.

    https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    """
    return {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": ["kms:Decrypt"],
        "Resource": "*",
        "Condition": {"StringEquals": log_source(context)},
    }


def log_source(context: Context) -> dict[str, str]:
    """Return the encryption context of vended logs."""
    return {"kms:EncryptionContext:SourceArn": context.arn("logs", "*")}


def use_by(service: str, more: Sequence[str] = ()) -> Statement:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": [*USE, *more],
        "Resource": "*",
    }
