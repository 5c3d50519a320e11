"""Rules for Amazon RDS: availability."""

from collections.abc import Iterator, Sequence

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    found,
    is_set,
    is_unknown,
    not_,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import CLUSTER_INSTANCE, DATABASE, DATABASE_CLUSTER
from policies.engine.selectors.zones import named_zones
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be

FIRST_TO_FOLLOW = 1  # promotion tiers 0 and 1 scale with the writer and are promoted first


@resource_rule(
    types=(DATABASE,),
    concern="availability",
    severity="high",
    title="RDS instance has no Multi-AZ standby",
    risk="The loss of the zone stops the database and can lose recent data.",
    fix="multi_az=True",
    same_intent_as=("CKV_AWS_157",),
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    production=True,
)
def rds_instance_multi_az(database: Resource) -> Iterator[Finding]:
    if not is_replica(database):
        yield from require(database, "multiAz", True)


def is_replica(database: Resource) -> bool:
    """A replica is a copy itself: its source is what must be kept."""
    return is_set(database, "replicateSourceDb")


@stack_rule(
    types=(DATABASE_CLUSTER,),
    concern="availability",
    severity="high",
    title="Aurora cluster has no reader of the writer's class in another zone",
    risk=(
        "After a failover a smaller reader is overloaded, and without a reader a new "
        "instance must be created first."
    ),
    fix=(
        "add an rds.ClusterInstance of the same class in another zone, with promotion_tier 0 or 1"
    ),
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    production=True,
)
def aurora_reader_matches_writer_class(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    aurora = is_aurora(cluster)
    instances = stack.attached(cluster, "clusterIdentifier", CLUSTER_INSTANCE)
    covered = failover_targets_match(instances.found)
    if covered is False and instances.unknown:
        covered = UNKNOWN
    because = f"{cluster.name} has {described(instances.found)}"
    broken = all_of([aurora, not_(covered)])
    expected = "a reader of the same class in another zone"
    yield from found(broken, cluster, "", expected, because=because)


def is_aurora(cluster: Resource) -> Truth:
    """A serverless (v1) cluster has no instances, a Multi-AZ cluster three of its own."""
    engine = read(cluster, "engine")
    aurora = UNKNOWN if is_unknown(engine) else str(engine).startswith("aurora")
    return all_of([aurora, not_(equal(read(cluster, "engineMode"), "serverless"))])


def failover_targets_match(instances: Sequence[Resource]) -> Truth:
    """Return whether each instance that may become writer has a failover target of its class."""
    none_ranks = not_(any_of(map(ranks, instances)))
    return all_of(
        [
            len(instances) > 1,
            *(
                any_of(
                    [
                        all_of([not_(ranks(each)), not_(none_ranks)]),
                        has_equal(each, instances),
                    ]
                )
                for each in instances
            ),
        ]
    )


def ranks(instance: Resource) -> Truth:
    return at_most(read(instance, "promotionTier", 0), FIRST_TO_FOLLOW)


def has_equal(writer: Resource, instances: Sequence[Resource]) -> Truth:
    return any_of(
        all_of([ranks(each), same(writer, each, "instanceClass"), apart(writer, each)])
        for each in instances
        if each is not writer
    )


def same(one: Resource, other: Resource, path: str) -> Truth:
    values = [read(one, path), read(other, path)]
    return UNKNOWN if any(map(is_unknown, values)) else values[0] == values[1]


def apart(one: Resource, other: Resource) -> Truth:
    """Return whether instances are in different zones; AWS chooses the zone where none is set."""
    zones = [read(each, "availabilityZone", UNKNOWN) for each in (one, other)]
    return UNKNOWN if any(map(is_unknown, zones)) else zones[0] != zones[1]


def described(instances: Sequence[Resource]) -> str:
    if not instances:
        return "no instance"
    each = [f"{read(i, 'instanceClass')} in {read(i, 'availabilityZone')}" for i in instances]
    return "only " + ", ".join(sorted(each))


@resource_rule(
    types=(DATABASE_CLUSTER,),
    concern="availability",
    severity="high",
    title="RDS cluster names a single Availability Zone",
    risk="The loss of the zone stops the database.",
    fix="remove availability_zones, or name three zones",
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    production=True,
)
def rds_cluster_two_zones(cluster: Resource) -> Iterator[Finding]:
    path = "availabilityZones"
    if is_set(cluster, path):
        broken = not_(named_zones(cluster, path).at_least(2))
        yield from found(broken, cluster, path, "two zones")


RULES: tuple[Rule, ...] = (
    rds_instance_multi_az,
    input_rule(
        "rds-deletion-protection",
        must_be("deletionProtection", True),
        types=(DATABASE, DATABASE_CLUSTER),
        concern="availability",
        severity="high",
        title="RDS database has no deletion protection",
        risk="One API call or changed program deletes the database.",
        fix="deletion_protection=True",
        same_intent_as=("CKV_AWS_139", "CKV_AWS_293"),
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
        production=True,
    ),
    aurora_reader_matches_writer_class,
    rds_cluster_two_zones,
)
