"""IAM roles of AWS services."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import iam

from infra.aws.policy_document import Statement, document


def service_role(
    name: str,
    trust: str,
    statements: Sequence[Statement],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> tuple[iam.Role, iam.RolePolicy]:
    """Create a role with one inline policy, which users of the role should depend on."""
    role = iam.Role(name, assume_role_policy=trust, tags=tags, opts=opts)
    policy = iam.RolePolicy(name, role=role.id, policy=document(*statements), opts=opts)
    return role, policy
