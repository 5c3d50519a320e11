"""AWS resources of Karpenter, which starts and removes the nodes of the Spot pools.

The controller is installed with Helm; see docs/gpu-inference.md. Source of the permissions and of
the events: https://karpenter.sh/docs/reference/cloudformation/ (2026-11).
"""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, iam, sqs

from infra.aws.policy_document import Statement, allow, document
from infra.context import Context
from infra.kubernetes.node_groups import NODE_ROLE

NODE_POOL = "karpenter.sh/nodepool"
CREATED = ("fleet", "instance", "volume", "network-interface", "launch-template")
SELECTED = ("security-group", "subnet", "launch-template", "spot-instances-request")
DESCRIBED = (
    "AvailabilityZones",
    "Images",
    "Instances",
    "InstanceTypeOfferings",
    "InstanceTypes",
    "LaunchTemplates",
    "SecurityGroups",
    "SpotPriceHistory",
    "Subnets",
)
EVENTS: Mapping[str, tuple[str, str]] = {
    "health": ("aws.health", "AWS Health Event"),
    "spot": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "state": ("aws.ec2", "EC2 Instance State-change Notification"),
}
RETENTION_SECONDS = 300  # an interruption is two minutes ahead


def queue_name(context: Context) -> str:
    return f"{context.prefix}-karpenter"


def tagged(kind: str, cluster: str) -> dict[str, dict[str, str]]:
    """Return the conditions on tags of a request or a resource that Karpenter created."""
    return {
        "StringEquals": {f"aws:{kind}Tag/kubernetes.io/cluster/{cluster}": "owned"},
        "StringLike": {f"aws:{kind}Tag/{NODE_POOL}": "*"},
    }


def manage_nodes(context: Context, cluster: str) -> list[Mapping[str, Any]]:
    """Return the permissions of Karpenter's controller, limited to nodes of this cluster."""
    public = [f"arn:{context.partition}:ec2:{context.region}::{each}/*"
              for each in ("image", "snapshot")]  # fmt: skip
    created = [context.arn("ec2", f"{each}/*") for each in CREATED]
    request = tagged("Request", cluster)
    create_action = {"ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"]}
    own = [context.arn("ec2", f"{each}/*") for each in ("instance", "launch-template")]
    return [
        allow(
            ["ec2:RunInstances", "ec2:CreateFleet"],
            [*public, *(context.arn("ec2", f"{each}/*") for each in SELECTED)],
        ),
        {
            **allow(["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"], created),
            "Condition": request,
        },
        {
            **allow(["ec2:CreateTags"], created),
            "Condition": {
                **request,
                "StringEquals": {**request["StringEquals"], **create_action},
            },
        },
        {
            **allow(["ec2:CreateTags"], [context.arn("ec2", "instance/*")]),
            "Condition": {
                **tagged("Resource", cluster),
                "ForAllValues:StringEquals": {"aws:TagKeys": ["karpenter.sh/nodeclaim", "Name"]},
            },
        },
        {
            **allow(["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"], own),
            "Condition": tagged("Resource", cluster),
        },
        # These actions have no resource level.
        {
            **allow([f"ec2:Describe{each}" for each in DESCRIBED], ["*"]),
            "Condition": {"StringEquals": {"aws:RequestedRegion": context.region}},
        },
        allow(["pricing:GetProducts"], ["*"]),
        allow(
            ["ssm:GetParameter"],
            [f"arn:{context.partition}:ssm:{context.region}::parameter/aws/service/*"],
        ),
        allow(
            ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
             "sqs:ReceiveMessage"],
            [context.arn("sqs", queue_name(context))],
        ),
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": context.role_arn(NODE_ROLE),
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        },
        allow(
            ["iam:GetInstanceProfile"],
            [f"arn:{context.partition}:iam::{context.account}:instance-profile/*"],
        ),
        allow(["eks:DescribeCluster"], [context.arn("eks", f"cluster/{cluster}")]),
    ]  # fmt: skip


def queue_policy(context: Context) -> str:
    """Allow EventBridge to send messages; deny requests without TLS."""
    queue = context.arn("sqs", queue_name(context))
    send: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"StringEquals": {"aws:SourceAccount": context.account}},
    }
    plain: Statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": queue,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return document(send, plain)


def interruption_queue(
    name: str, context: Context, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """Create the queue of events after which Karpenter drains and replaces nodes."""
    queue = sqs.Queue(
        name,
        name=queue_name(context),
        message_retention_seconds=RETENTION_SECONDS,
        sqs_managed_sse_enabled=True,
        tags=tags,
        opts=child,
    )
    sqs.QueuePolicy(name, queue_url=queue.url, policy=queue_policy(context), opts=child)
    for purpose, (source, kind) in EVENTS.items():
        rule = cloudwatch.EventRule(
            f"{name}-{purpose}",
            description=f"Karpenter: {kind}",
            event_pattern=json.dumps({"source": [source], "detail-type": [kind]}),
            tags=tags,
            opts=child,
        )
        cloudwatch.EventTarget(f"{name}-{purpose}", rule=rule.name, arn=queue.arn, opts=child)
    return queue.name


def node_profile(
    name: str, role: iam.Role, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """Return the name of the instance profile of the nodes, which have the managed nodes' role."""
    return iam.InstanceProfile(name, role=role.name, tags=tags, opts=child).name
