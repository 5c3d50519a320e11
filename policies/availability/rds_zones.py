"""In which zones a cluster of databases may lie."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import DATABASE_CLUSTER
from policies.reading.values import found, not_, stated
from policies.reading.zones import stated_zones
from policies.rule import resource_rule


@resource_rule(
    types=(DATABASE_CLUSTER,),
    concern="availability",
    severity="high",
    fix="leave availability_zones out, or name three",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    production=True,
)
def database_cluster_in_two_zones(cluster: Resource) -> Iterator[Finding]:
    """A cluster that names its zones names two or more; AWS takes three where none is named."""
    path = "availabilityZones"
    if stated(cluster, path):
        broken = not_(stated_zones(cluster, path).at_least(2))
        yield from found(broken, cluster, path, "two zones")
