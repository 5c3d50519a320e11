"""Snapshots of database clusters, which are encrypted as their cluster is."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, not_, read
from policies.engine.stack import Stack


def of_encrypted_cluster(snapshot: Resource, stack: Stack, kind: str) -> Iterator[Finding]:
    """Yield a finding for a snapshot of a cluster, of type `kind`, that is not encrypted."""
    path = "dbClusterIdentifier"
    cluster = stack.follow(snapshot, path, kind)
    if isinstance(cluster, Resource):
        off = not_(equal(read(cluster, "storageEncrypted"), option=True))
        because = f"cluster {cluster.name} is not encrypted"
        yield from found(off, snapshot, path, "an encrypted cluster", because=because)
    elif cluster is UNKNOWN:
        yield from found(UNKNOWN, snapshot, path, "an encrypted cluster")
