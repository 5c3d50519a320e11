"""What SageMaker may do for us, where it trains and where it serves."""

from infra.policy import Statement, allow
from infra.scope import Scope


def pull_images(scope: Scope) -> list[Statement]:
    """Return what pulls an image of this account, or of AWS's own that hold its frameworks."""
    actions = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"]
    anywhere = f"arn:{scope.partition}:ecr:{scope.region}:*:repository/*"
    return [
        allow(["ecr:GetAuthorizationToken"], ["*"]),  # knows no narrower resource
        allow([f"ecr:{action}" for action in actions], [anywhere]),
    ]


def write_logs(scope: Scope) -> Statement:
    return allow(
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        [scope.arn("logs", "log-group:/aws/sagemaker/*")],
    )


def join_network(scope: Scope) -> list[Statement]:
    """Return what SageMaker needs to put an interface into each subnet.

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
                scope.arn("ec2", f"{kind}/*")
                for kind in ("network-interface", "security-group", "subnet")
            ],
        ),
        # These know no narrower resource.
        allow([f"ec2:Describe{each}" for each in described], ["*"]),
    ]
