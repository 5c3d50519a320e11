"""Rules for Amazon Inspector."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be, must_list

RULES: tuple[Rule, ...] = (
    input_rule(
        "inspector-scans-all-resource-types",
        must_list("resourceTypes", "EC2", "ECR", "LAMBDA"),
        types=("aws:inspector2/enabler:Enabler",),
        concern="security",
        severity="high",
        title="Amazon Inspector does not scan instances, images and functions",
        risk="Known vulnerabilities in the missing resource types are not found.",
        fix='resource_types=["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"]',
        same_intent_as=("inspector2_is_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/inspector-controls.html",
    ),
    input_rule(
        "inspector-lambda-code-scanning",
        must_list("resourceTypes", "LAMBDA_CODE"),
        types=("aws:inspector2/enabler:Enabler",),
        concern="security",
        severity="medium",
        title="Amazon Inspector does not scan the code of Lambda functions",
        risk="Injection flaws and leaked secrets in functions are not found.",
        fix='resource_types=[..., "LAMBDA_CODE"]',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/inspector-controls.html",
        regulated=True,
    ),
    input_rule(
        "inspector-organization-auto-enable",
        must_be("autoEnable.ec2", True),
        must_be("autoEnable.ecr", True),
        must_be("autoEnable.lambda", True),
        types=("aws:inspector2/organizationConfiguration:OrganizationConfiguration",),
        concern="security",
        severity="medium",
        title="Amazon Inspector is not enabled for new accounts of the organization",
        risk="New accounts are not scanned.",
        fix='auto_enable={"ec2": True, "ecr": True, "lambda_": True}',
        aws_docs="https://docs.aws.amazon.com/inspector/latest/user/designating-admin.html",
    ),
)
