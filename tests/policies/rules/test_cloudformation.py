"""Rules for AWS CloudFormation."""

from tests.policies.row import of_input

ROWS = [
    *of_input("cloudformation-stack-service-role", "iamRoleArn", passes=["value"], fails=[None]),
    *of_input(
        "cloudformation-stack-notifications",
        "notificationArns",
        passes=[["arn:aws:sns:t"]],
        fails=[None, []],
    ),
]
