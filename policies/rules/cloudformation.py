"""Rules for AWS CloudFormation."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be_given

RULES: tuple[Rule, ...] = (
    input_rule(
        "cloudformation-stack-notifications",
        must_be_given("notificationArns", "an SNS topic"),
        types=("aws:cloudformation/stack:Stack",),
        concern="operations",
        severity="low",
        title="CloudFormation stack sends no event notifications",
        risk="Failed or unexpected stack changes go unnoticed.",
        fix="notification_arns=[topic.arn]",
        same_intent_as=("CKV_AWS_124",),
        aws_docs="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stack.html",
    ),
    input_rule(
        "cloudformation-stack-service-role",
        must_be_given("iamRoleArn", "a service role"),
        types=("aws:cloudformation/stack:Stack",),
        concern="security",
        severity="low",
        title="CloudFormation stack has no service role",
        risk="The stack is changed with all permissions of whoever deploys it.",
        fix="iam_role_arn=role.arn",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudformation-controls.html",
        regulated=True,
    ),
)
