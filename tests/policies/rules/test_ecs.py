from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import ECS_CLUSTER
from policies.rules.ecs.services import ecs_container_insights
from tests.policies.row import Row, declare


def cluster(*settings: Any) -> list[Resource]:
    return [declare(ECS_CLUSTER, "cluster", {"settings": list(settings)})]


def insights(value: Any) -> list[Resource]:
    return cluster({"name": "containerInsights", "value": value})


ROWS = [
    Row(ecs_container_insights, None, insights("enabled")),
    Row(ecs_container_insights, None, insights("enhanced")),
    Row(ecs_container_insights, "violation", insights("disabled")),
    Row(ecs_container_insights, "violation", cluster()),
    Row(ecs_container_insights, "unknown", insights(UNKNOWN)),
    Row(ecs_container_insights, "unknown", cluster(UNKNOWN)),
]
