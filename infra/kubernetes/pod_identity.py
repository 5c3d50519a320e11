"""IAM roles of Kubernetes service accounts through EKS Pod Identity.

https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam

from infra.aws.policy_document import Statement, allow, allow_key, document, read_parameters
from infra.context import Context


def pod_trust(context: Context) -> str:
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {"StringEquals": {"aws:SourceAccount": context.account}},
        }
    )


def read_models(context: Context) -> list[Statement]:
    """Return the permissions of a serving pod, without those of the data stores."""
    read = [context.bucket_arn(purpose) for purpose in ("models", "features")]
    return [
        allow(["s3:ListBucket"], read),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow_key(context, "data", "s3"),
        read_parameters(context),
    ]


@dataclass(frozen=True, slots=True)
class Pods:
    context: Context
    cluster: eks.Cluster
    tags: Mapping[str, str]


def pod_role(
    name: str, account: str, statements: Sequence[Statement], pods: Pods,
    child: pulumi.ResourceOptions,
) -> None:  # fmt: skip
    """Create a role and associate it with a service account, NAMESPACE/NAME."""
    role = iam.Role(
        name,
        description=f"Pods of service account {account}",
        assume_role_policy=pod_trust(pods.context),
        tags=pods.tags,
        opts=child,
    )
    iam.RolePolicy(name, role=role.id, policy=document(*statements), opts=child)
    namespace, _, service_account = account.partition("/")
    eks.PodIdentityAssociation(
        name,
        cluster_name=pods.cluster.name,
        namespace=namespace,
        service_account=service_account,
        role_arn=role.arn,
        tags=pods.tags,
        opts=child,
    )


def addon_role(
    name: str, policy: str, pods: Pods, child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    role = iam.Role(
        name,
        description=f"EKS add-on {name}",
        assume_role_policy=pod_trust(pods.context),
        tags=pods.tags,
        opts=child,
    )
    iam.RolePolicyAttachment(
        name, role=role.name, policy_arn=pods.context.managed_policy(policy), opts=child
    )
    return role.arn
