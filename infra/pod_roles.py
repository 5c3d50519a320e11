"""What pods may do: each service account has a role, handed to it by EKS Pod Identity.

https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam

from infra.policy import Statement, allow, document
from infra.roles import allow_key
from infra.scope import Scope


def trust(scope: Scope) -> str:
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {"StringEquals": {"aws:SourceAccount": scope.account}},
        }
    )


def read_models(scope: Scope) -> list[Statement]:
    """Return what a pod that answers may do; the stores' own come on top."""
    read = [scope.bucket_arn(purpose) for purpose in ("models", "features")]
    return [
        allow(["s3:ListBucket"], read),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow_key(scope, "data", "s3"),
        allow(["ssm:GetParametersByPath"], [scope.arn("ssm", f"parameter{scope.path()}")]),
    ]


def scale_nodes(scope: Scope, cluster: str) -> list[Statement]:
    """Return what the Cluster Autoscaler may do: size this cluster's groups, and no others.

    https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
    """
    owned = {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}": "owned"}
    change = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    groups = scope.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*")
    return [
        {**allow(change, [groups]), "Condition": {"StringEquals": owned}},
        allow(["eks:DescribeNodegroup"], [scope.arn("eks", f"nodegroup/{cluster}/*/*")]),
        # These know no narrower resource.
        allow(
            [
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeLaunchConfigurations",
                "autoscaling:DescribeScalingActivities",
                "autoscaling:DescribeTags",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:GetInstanceTypesFromInstanceRequirements",
            ],
            ["*"],
        ),
    ]


@dataclass(frozen=True, slots=True)
class Pods:
    scope: Scope
    cluster: eks.Cluster
    tags: Mapping[str, str]


def pod_role(
    name: str, account: str, statements: Sequence[Statement], pods: Pods,
    child: pulumi.ResourceOptions,
) -> None:  # fmt: skip
    """Hand a role to a service account, NAMESPACE/NAME."""
    role = iam.Role(
        name,
        description=f"What pods of {account} may do",
        assume_role_policy=trust(pods.scope),
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
        description=f"What the add-on {name} may do",
        assume_role_policy=trust(pods.scope),
        tags=pods.tags,
        opts=child,
    )
    iam.RolePolicyAttachment(
        name, role=role.name, policy_arn=pods.scope.managed_policy(policy), opts=child
    )
    return role.arn
