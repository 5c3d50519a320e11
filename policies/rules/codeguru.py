"""Rules for Amazon CodeGuru."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "codeguru-reviewer-customer-managed-key",
        must_be("kmsKeyDetails.encryptionOption", "CUSTOMER_MANAGED_CMK"),
        types=("aws:codegurureviewer/repositoryAssociation:RepositoryAssociation",),
        concern="security",
        severity="low",
        title="CodeGuru Reviewer is not encrypted with a customer managed key",
        risk="Access to source code and findings cannot be restricted through a key policy.",
        fix='kms_key_details={"encryption_option": "CUSTOMER_MANAGED_CMK", "kms_key_id": key.arn}',
        same_intent_as=("CKV_AWS_381",),
        aws_docs="https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/encrypt-repository-association.html",
    ),
)
