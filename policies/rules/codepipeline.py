"""Rules for AWS CodePipeline."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import found, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS
from policies.engine.selectors.sessions import is_given


@resource_rule(
    types=("aws:codepipeline/pipeline:Pipeline",),
    concern="security",
    severity="low",
    title="CodePipeline artifact store is not encrypted with a customer managed key",
    risk="Access to artifacts cannot be restricted through a key policy.",
    fix='artifact_stores=[{"encryption_key": {"id": key.arn, "type": "KMS"}, ...}]',
    same_intent_as=("CKV_AWS_219",),
    aws_docs="https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html",
)
def codepipeline_artifact_store_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    for path, store in items(resource, "artifactStores"):
        yield from found(
            not_(is_given(at(store, "encryptionKey.id"))), resource, path, A_KEY_OF_OURS
        )


RULES: tuple[Rule, ...] = (codepipeline_artifact_store_customer_managed_key,)
