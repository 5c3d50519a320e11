"""Roles that AWS services take on for us, and what such a role may do."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import iam

from infra.keys import Domain
from infra.policy import Statement, allow, document
from infra.scope import Scope


def allow_key(scope: Scope, domain: Domain, *services: str) -> Statement:
    """Allow to read and write with a domain's key, through AWS services only, such as "s3".

    By the key's alias: its id is not known before it is there.
    """
    return {
        **allow(
            ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], [scope.arn("kms", "key/*")]
        ),
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": scope.key_alias(domain)},
            "StringEquals": {
                "kms:ViaService": [f"{each}.{scope.region}.amazonaws.com" for each in services]
            },
        },
    }


def taken_on_by(scope: Scope, service: str) -> str:
    """Return the trust policy of a role that `service` takes on for this account only."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": scope.account}},
        }
    )


def service_role(
    name: str,
    trust: str,
    statements: Sequence[Statement],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> tuple[iam.Role, iam.RolePolicy]:
    """Make a role and its one policy, which whoever takes the role on should wait for."""
    role = iam.Role(name, assume_role_policy=trust, tags=tags, opts=child)
    policy = iam.RolePolicy(name, role=role.id, policy=document(*statements), opts=child)
    return role, policy
