"""What lets images be had when their region is down."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import REPOSITORY
from policies.reading.values import Truth, all_of, any_of, found, is_open, not_, read
from policies.rule import stack_rule

REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


@stack_rule(
    types=(REPOSITORY,),
    concern="availability",
    severity="low",
    fix="an ecr.ReplicationConfiguration with a rule to another region",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    production=True,
)
def images_outlive_their_region(repository: Resource, stack: Stack) -> Iterator[Finding]:
    """Images are in another region, too: machines start there when this one is down."""
    copied = any_of(leaves(each, repository) for each in stack.of_type(REPLICATION))
    because = f"the images of {repository.name} are in one region"
    yield from found(not_(copied), repository, "", "a copy elsewhere", because=because)


def leaves(replication: Resource, repository: Resource) -> Truth:
    """Whether some rule has another region among its destinations; filters are by name prefix."""
    rules = read(replication, "replicationConfiguration.rules", [])
    if is_open(rules) or any(map(is_open, rules)):
        return UNKNOWN
    return any_of(goes(rule, repository) for rule in rules)


def goes(rule: dict[str, object], repository: Resource) -> Truth:
    destinations = rule.get("destinations", [])
    if is_open(destinations) or not isinstance(destinations, list):
        return UNKNOWN
    regions = [UNKNOWN if is_open(each) else at(each, "region") for each in destinations]
    away = any_of(
        UNKNOWN if is_open(each) or is_open(repository.region) else each != repository.region
        for each in regions
    )
    filters = rule.get("repositoryFilters", [])
    if filters == [] or away is False:
        return away
    name = read(repository, "name", UNKNOWN)
    if is_open(name) or is_open(filters) or not isinstance(filters, list):
        return UNKNOWN
    taken = any_of(begins(name, at(each, "filter")) for each in filters)
    return all_of([away, taken])


def begins(name: object, prefix: object) -> Truth:
    return UNKNOWN if is_open(prefix) else str(name).startswith(str(prefix))
