"""What keeps a warehouse current."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import WAREHOUSE
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=(WAREHOUSE,),
    concern="operations",
    severity="low",
    fix="allow_version_upgrade=True",
    same_intent_as=("CKV_AWS_141",),
    url="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-considerations.html",
)
def warehouse_takes_versions(cluster: Resource) -> Iterator[Finding]:
    """A warehouse gets its engine's fixes by itself."""
    yield from refuse(cluster, "allowVersionUpgrade", False, wanted=True)
