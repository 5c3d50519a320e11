"""Source of a database that is restored or replicated: its engine and encryption come from there.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html and
USER_ReadRepl.html of the same guide (2026-11-30).
"""

from collections.abc import Mapping
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import is_set, is_unknown, read
from policies.engine.selectors.tokens import DATABASE, DATABASE_CLUSTER
from policies.engine.stack import Stack

# Snapshot type → input that names its source.
SNAPSHOTS: Mapping[str, str] = {
    "aws:rds/snapshot:Snapshot": "dbInstanceIdentifier",
    "aws:rds/clusterSnapshot:ClusterSnapshot": "dbClusterIdentifier",
}
# Inputs that name the source of a replica or of a restored database.
SOURCES = (
    "replicateSourceDb",
    "replicationSourceIdentifier",
    "snapshotIdentifier",
    "restoreToPointInTime.sourceDbInstanceIdentifier",
    "restoreToPointInTime.sourceClusterIdentifier",
)
INHERITING = (*SOURCES, "restoreToPointInTime", "s3Import")
LONGEST = 10  # steps from a copy to its first source


def is_copy(database: Resource) -> bool:
    return any(is_set(database, each) for each in INHERITING)


def source_of(stack: Stack, database: Resource) -> Resource | Unknown | None:
    """Return the database that another one is a copy of; UNKNOWN if it is not in the stack."""
    if not is_copy(database):
        return None
    for path in SOURCES:
        found = stack.follow(database, path, DATABASE, DATABASE_CLUSTER, *SNAPSHOTS)
        if isinstance(found, Resource) and found.type in SNAPSHOTS:
            found = stack.follow(found, SNAPSHOTS[found.type], DATABASE, DATABASE_CLUSTER)
        if isinstance(found, Resource):
            return found
    return UNKNOWN


def inherited(stack: Stack, database: Resource, path: str) -> Any:  # noqa: ANN401 (JSON)
    """Return an input of a database, or of the one that it is a copy of."""
    for _ in range(LONGEST):
        if (value := read(database, path)) is not None:
            return value
        source = source_of(stack, database)
        if not isinstance(source, Resource):
            return source if is_unknown(source) else None
        database = source
    return UNKNOWN
