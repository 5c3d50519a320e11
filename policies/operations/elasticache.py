"""What keeps a cache current."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=("aws:elasticache/cluster:Cluster",),
    concern="operations",
    severity="low",
    fix="auto_minor_version_upgrade=True",
    same_intent_as=("CKV_AWS_322",),
    url="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html",
)
def cache_takes_minor_versions(cache: Resource) -> Iterator[Finding]:
    """A cache gets its engine's fixes by itself."""
    yield from refuse(cache, "autoMinorVersionUpgrade", False, wanted=True)
