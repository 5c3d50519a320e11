"""What keeps a warehouse's content from being lost."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import WAREHOUSE
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=(WAREHOUSE,),
    concern="availability",
    severity="high",
    fix="automated_snapshot_retention_period=7",
    same_intent_as=("CKV_AWS_343",),
    url="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html",
)
def warehouse_has_backups(cluster: Resource) -> Iterator[Finding]:
    """A warehouse takes snapshots of itself, as it does for a day unless a program says no."""
    path = "automatedSnapshotRetentionPeriod"
    yield from refuse(cluster, path, 0, wanted="1 day or more")
