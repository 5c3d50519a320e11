"""What keeps a distribution answering when its origin does not."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.tokens import DISTRIBUTION
from policies.reading.values import any_of, blocks, found, is_open, not_
from policies.rule import resource_rule


@resource_rule(
    types=(DISTRIBUTION,),
    concern="availability",
    severity="low",
    fix="origin_groups=[{...}] of two origins, and behaviors that use it",
    same_intent_as=("CKV_AWS_310",),
    url="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
    production=True,
)
def distribution_fails_over(distribution: Resource) -> Iterator[Finding]:
    """A second origin answers when the first does not."""
    path = "originGroups"
    criteria = [at(group, "failoverCriteria") for group in blocks(distribution, path)]
    fails_over = any_of(UNKNOWN if is_open(each) else bool(each) for each in criteria)
    yield from found(not_(fails_over), distribution, path, "a group with failover")
