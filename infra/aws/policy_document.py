"""IAM policy documents as JSON text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from infra.context import Context

Statement = Mapping[str, Any]


def document(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(actions: Sequence[str], resources: Sequence[str]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def publish_metrics(namespace: str) -> Statement:
    """Allow publishing metrics of one namespace."""
    own = {"cloudwatch:namespace": namespace}
    publish = allow(["cloudwatch:PutMetricData"], ["*"])  # has no resource level
    return {**publish, "Condition": {"StringEquals": own}}


def allow_key(context: Context, domain: str, *services: str) -> Statement:
    """Allow the use of a domain's KMS key through AWS services only, such as "s3".

    Without services, allow direct use. The key is identified by its alias, because its id is
    unknown before deployment.
    """
    via = [f"{each}.{context.region}.amazonaws.com" for each in services]
    through = {"StringEquals": {"kms:ViaService": via}} if via else {}
    return {
        **allow(
            ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
            [context.arn("kms", "key/*")],
        ),
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": context.key_alias(domain)},
            **through,
        },
    }


def grant_key(context: Context, domain: str) -> Statement:
    """Allow grants of a domain's KMS key to AWS services, which attach encrypted volumes."""
    return {
        **allow(["kms:CreateGrant"], [context.arn("kms", "key/*")]),
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": context.key_alias(domain)},
            "Bool": {"kms:GrantIsForAWSResource": "true"},
        },
    }


def read_parameters(context: Context) -> Statement:
    """Allow reading the parameters through which components publish their endpoints."""
    return allow(["ssm:GetParametersByPath"], [context.arn("ssm", f"parameter{context.path()}")])


def read_secrets(arns: Sequence[str]) -> list[Statement]:
    """Allow reading Secrets Manager secrets; none if there are no ARNs."""
    return [allow(["secretsmanager:GetSecretValue"], sorted(set(arns)))] if arns else []


def assumed_by(service: str) -> str:
    """Return the trust policy for one AWS service."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    )


def assumed_in_account(context: Context, service: str) -> str:
    """Return the trust policy for one AWS service on behalf of this account only."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": context.account}},
        }
    )


def assumed_with_mfa(
    context: Context,
    principals: Sequence[str],
    max_age_minutes: int,
    permission_sets: Sequence[str] = (),
) -> str:
    """Return the trust policy for principals who have authenticated with MFA recently.

    Without principals, IAM policies of the account decide. Sessions of IAM Identity Center carry
    no MFA keys, so users of these permission sets are named instead.
    https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    """
    reserved = f"arn:{context.partition}:iam::{context.account}:role/aws-reserved/sso.amazonaws.com"
    sets = [f"{reserved}/*AWSReservedSSO_{each}_*" for each in permission_sets]
    users = {
        "Effect": "Allow",
        "Principal": {"AWS": context.account_root},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:PrincipalArn": sets}},
    }
    return document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": list(principals) or context.account_root},
            "Action": "sts:AssumeRole",
            "Condition": {
                "Bool": {"aws:MultiFactorAuthPresent": "true"},
                "NumericLessThan": {"aws:MultiFactorAuthAge": str(max_age_minutes * 60)},
            },
        },
        *([users] if sets else []),
    )
