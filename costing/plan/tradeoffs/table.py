"""Table of decisions by service. Each finder yields the decisions of a graph."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from costing.graph.resource import Graph
from costing.plan.tradeoffs import (
    caches,
    databases,
    deployments,
    endpoints,
    fleets,
    network,
    regions,
    search,
    spot,
    storage,
)
from costing.plan.tradeoffs.model import Decision, Unknown
from costing.plan.tradeoffs.zones import ZoneEvents

Finder = Callable[[Graph, ZoneEvents], Iterator[Decision | Unknown]]

FINDERS: Mapping[str, Sequence[Finder]] = {
    "EC2 Auto Scaling, EKS, ECS, Batch": (
        fleets.fleet_zones,
        fleets.fleet_spares,
        spot.on_demand,
        spot.spot_capacity,
    ),
    "SageMaker": (endpoints.endpoints,),
    "VPC": (network.nat_gateways,),
    "Elastic Load Balancing": (network.balancer_zones,),
    "RDS, Aurora, DocumentDB, Neptune": (
        databases.standbys,
        databases.readers,
        databases.database_backups,
    ),
    "DynamoDB": (databases.global_tables, databases.table_backups),
    "ElastiCache, MemoryDB, DAX": (caches.replicas,),
    "OpenSearch Service": (search.masters, search.search_zones, search.search_standby),
    "Kinesis, SQS": (storage.retention,),
    "EFS": (storage.file_systems,),
    "Amazon MQ, MSK": (deployments.brokers, deployments.kafka_zones),
    "Redshift, FSx": (deployments.deployments,),
    "AWS Backup, replication": (storage.backup_copies, storage.replications),
    "all services": (regions.second_regions, regions.deletion_protection),
}


def decisions(graph: Graph, events: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield all decisions of a graph; of unknowns of the same resource and kind, the first."""
    seen: set[tuple[str, str]] = set()
    for finders in FINDERS.values():
        for finder in finders:
            for found in finder(graph, events):
                if isinstance(found, Unknown):
                    key = (found.kind, found.resource.urn)
                    if key in seen:
                        continue
                    seen.add(key)
                yield found
