from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import ECS_CLUSTER
from tests.policies.row import Row, declare


def cluster(*settings: Any) -> list[Resource]:
    return [declare(ECS_CLUSTER, "cluster", {"settings": list(settings)})]


def insights(value: Any) -> list[Resource]:
    return cluster({"name": "containerInsights", "value": value})


ROWS = [
    Row("ecs-container-insights", None, insights("enabled")),
    Row("ecs-container-insights", None, insights("enhanced")),
    Row("ecs-container-insights", "violation", insights("disabled")),
    Row("ecs-container-insights", "violation", cluster()),
    Row("ecs-container-insights", "unknown", insights(UNKNOWN)),
    Row("ecs-container-insights", "unknown", cluster(UNKNOWN)),
]
