"""Rules for Amazon CodeGuru."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:codegurureviewer/repositoryAssociation:RepositoryAssociation",),
    concern="security",
    severity="low",
    title="CodeGuru Reviewer is not encrypted with a customer managed key",
    risk="Access to source code and findings cannot be restricted through a key policy.",
    fix='kms_key_details={"encryption_option": "CUSTOMER_MANAGED_CMK", "kms_key_id": key.arn}',
    same_intent_as=("CKV_AWS_381",),
    aws_docs="https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/encrypt-repository-association.html",
)
def codeguru_reviewer_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "kmsKeyDetails.encryptionOption", "CUSTOMER_MANAGED_CMK")


RULES: tuple[Rule, ...] = (codeguru_reviewer_customer_managed_key,)
