"""What images cost that nobody pulls any more."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import REPOSITORY
from policies.reading.values import Truth, found, not_
from policies.rule import stack_rule

POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


@stack_rule(
    types=(REPOSITORY,),
    concern="cost",
    severity="low",
    fix="ecr.LifecyclePolicy(repository=repository.name, policy=...) that drops old images",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
)
def old_images_expire(repository: Resource, stack: Stack) -> Iterator[Finding]:
    """A repository drops its old images: those for machine learning are 5 to 20 GB each."""
    policies = stack.attached(repository, "repository", POLICY)
    drops: Truth = True if policies.found else (UNKNOWN if policies.open else False)
    because = f"{repository.name} keeps every image that was ever pushed"
    yield from found(not_(drops), repository, "", "a lifecycle policy", because=because)
