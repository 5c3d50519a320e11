from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.operations.ecs import cluster_measures_containers
from policies.reading.tokens import ECS_CLUSTER
from tests.policies.row import Row, declare


def cluster(*settings: Any) -> list[Resource]:
    return [declare(ECS_CLUSTER, "cluster", {"settings": list(settings)})]


def insights(value: Any) -> list[Resource]:
    return cluster({"name": "containerInsights", "value": value})


ROWS = [
    Row(cluster_measures_containers, None, insights("enabled")),
    Row(cluster_measures_containers, None, insights("enhanced")),
    Row(cluster_measures_containers, "violation", insights("disabled")),
    Row(cluster_measures_containers, "violation", cluster()),
    Row(cluster_measures_containers, "undecided", insights(UNKNOWN)),
    Row(cluster_measures_containers, "undecided", cluster(UNKNOWN)),
]
