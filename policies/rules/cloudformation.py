"""Rules for AWS CloudFormation."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, given, not_
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:cloudformation/stack:Stack",),
    concern="operations",
    severity="low",
    title="CloudFormation stack sends no event notifications",
    risk="Failed or unexpected stack changes go unnoticed.",
    fix="notification_arns=[topic.arn]",
    same_intent_as=("CKV_AWS_124",),
    aws_docs="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stack.html",
)
def cloudformation_stack_notifications(stack: Resource) -> Iterator[Finding]:
    path = "notificationArns"
    yield from found(not_(given(stack, path)), stack, path, "an SNS topic")


@resource_rule(
    types=("aws:cloudformation/stack:Stack",),
    concern="security",
    severity="low",
    title="CloudFormation stack has no service role",
    risk="The stack is changed with all permissions of whoever deploys it.",
    fix="iam_role_arn=role.arn",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudformation-controls.html",
    regulated=True,
)
def cloudformation_stack_service_role(resource: Resource) -> Iterator[Finding]:
    path = "iamRoleArn"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a service role")


RULES: tuple[Rule, ...] = (
    cloudformation_stack_notifications,
    cloudformation_stack_service_role,
)
