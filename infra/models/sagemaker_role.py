"""IAM permissions that SageMaker execution roles share."""

from infra.aws.policy_document import Statement, allow
from infra.context import Context


def pull_images(context: Context) -> list[Statement]:
    """Allow pulling images of this account and of AWS framework registries."""
    actions = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"]
    repositories = f"arn:{context.partition}:ecr:{context.region}:*:repository/*"
    return [
        allow(["ecr:GetAuthorizationToken"], ["*"]),  # has no resource level
        allow([f"ecr:{action}" for action in actions], [repositories]),
    ]


def write_logs(context: Context) -> Statement:
    return allow(
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        [context.arn("logs", "log-group:/aws/sagemaker/*")],
    )


def join_network(context: Context) -> list[Statement]:
    """Allow SageMaker to create network interfaces in the VPC.

    https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html
    """
    described = ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")
    return [
        allow(
            [
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ],
            [
                context.arn("ec2", f"{kind}/*")
                for kind in ("network-interface", "security-group", "subnet")
            ],
        ),
        # These actions have no resource level.
        allow([f"ec2:Describe{each}" for each in described], ["*"]),
    ]
