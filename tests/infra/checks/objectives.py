"""Recovery objectives against the copies in the graph: each store, its copies and their age."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.infra.checks.iam import Stack
from tests.infra.checks.key_users import encrypted_buckets
from tests.infra.recorder import Recording, Registered

STORES = {
    "aws:rds/cluster:Cluster": "database",
    "aws:dynamodb/table:Table": "feature_store",
    "aws:opensearch/domain:Domain": "search",
    "aws:kinesis/stream:Stream": "stream",
    "aws:msk/cluster:Cluster": "stream",
}
BUCKETS = ("data", "features", "models", "releases")
MINUTES = {"each-hour": 60, "each-day": 24 * 60, "each-week": 7 * 24 * 60}


def findings(recording: Recording, recovery: Mapping[str, Any]) -> list[str]:
    """Return stores whose newest copy elsewhere is older than the objective for a region's loss."""
    objective = recovery.get("region_loss")
    if objective is None:
        return []
    stack, found = Stack(recording), []
    for name, each in stores(stack):
        if name in recovery.get("recreatable", ()) or each.name.startswith("standby-"):
            continue
        age = newest_copy(stack, each)
        if age is None:
            found.append(f"{each}: no copy in another region")
        elif age > objective["rpo_minutes"]:
            found.append(f"{each}: the copy is {age} minutes old, the objective says "
                         f"{objective['rpo_minutes']}")  # fmt: skip
    return sorted(found)


def stores(stack: Stack) -> Iterator[tuple[str, Registered]]:
    for kind, name in STORES.items():
        for each in stack.recording.of_type(kind):
            yield name, each
    for bucket, _ in encrypted_buckets(stack):
        purpose = bucket.name.rpartition("-")[2]
        if bucket.name.endswith(f"storage-{purpose}") and purpose in BUCKETS:
            yield purpose, bucket


def newest_copy(stack: Stack, store: Registered) -> int | None:
    """Return the age of the newest copy in another region, minutes; None if there is none."""
    ages = [*replicas(stack, store), *backups(stack.recording, store)]
    return min(ages, default=None)


def replicas(stack: Stack, store: Registered) -> Iterator[int]:
    found = stack.recording
    if store.inputs.get("globalClusterIdentifier") or store.inputs.get("replicas"):
        yield 1
    for each in found.of_type("aws:s3/bucketReplicationConfig:BucketReplicationConfig"):
        if store in found.referred(each.inputs["bucket"]):
            timed = each.inputs["rules"][0]["destination"].get("replicationTime")
            yield 15 if timed else 24 * 60


def backups(recording: Recording, store: Registered) -> Iterator[int]:
    """Yield twice the interval of each backup rule that copies the store to another vault."""
    for each in recording.of_type("aws:backup/selection:Selection"):
        if store in recording.referred(each.inputs["resources"]):
            plan = recording.follow(each.inputs["planId"])
            for rule in plan.inputs["rules"]:
                if rule["copyActions"] and rule["ruleName"] in MINUTES:
                    yield 2 * MINUTES[rule["ruleName"]]
