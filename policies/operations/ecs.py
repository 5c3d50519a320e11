"""What lets containers on ECS be watched."""

from collections.abc import Iterator

from costing.graph import Resource, at
from policies.finding import Finding
from policies.reading.tokens import ECS_CLUSTER
from policies.reading.values import all_of, any_of, blocks, equal, found, not_, one_of
from policies.rule import resource_rule


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="operations",
    severity="medium",
    fix='settings=[{"name": "containerInsights", "value": "enhanced"}]',
    same_intent_as=("CKV_AWS_65",),
    url="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
    production=True,
)
def cluster_measures_containers(cluster: Resource) -> Iterator[Finding]:
    """A cluster measures each task and service: a leak shows before it stops one."""
    on = any_of(
        all_of(
            [
                equal(at(setting, "name"), "containerInsights"),
                one_of(at(setting, "value"), ("enabled", "enhanced")),
            ]
        )
        for setting in blocks(cluster, "settings")
    )
    yield from found(not_(on), cluster, "settings", "containerInsights: enabled or enhanced")
