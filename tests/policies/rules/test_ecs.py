import json
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    ECS_CLUSTER,
)
from tests.policies.row import Row, declare, of_input, of_inputs


def cluster(*settings: Any) -> list[Resource]:
    return [declare(ECS_CLUSTER, "cluster", {"settings": list(settings)})]


def insights(value: Any) -> list[Resource]:
    return cluster({"name": "containerInsights", "value": value})


def with_variable(name: str, value: str) -> dict[str, str]:
    environment = [{"name": name, "value": value}]
    return {"containerDefinitions": json.dumps([{"name": "app", "environment": environment}])}


ROWS = [
    *of_inputs(
        "ecs-task-no-runtime-socket",
        passes=[{}, {"volumes": [{"name": "cache", "hostPath": "/mnt/cache"}]}],
        fails=[{"volumes": [{"name": "docker", "hostPath": "/var/run/docker.sock"}]}],
        unknown=[{"volumes": [{"name": "docker", "hostPath": UNKNOWN}]}],
    ),
    Row("ecs-container-insights", None, insights("enabled")),
    Row("ecs-container-insights", None, insights("enhanced")),
    Row("ecs-container-insights", "violation", insights("disabled")),
    Row("ecs-container-insights", "violation", cluster()),
    Row("ecs-container-insights", "unknown", insights(UNKNOWN)),
    Row("ecs-container-insights", "unknown", cluster(UNKNOWN)),
    *of_inputs(
        "ecs-container-log-configuration",
        passes=[
            {
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "app",
                            "image": "app:1",
                            "logConfiguration": {"logDriver": "awslogs"},
                        }
                    ]
                )
            }
        ],
        fails=[{"containerDefinitions": json.dumps([{"name": "app", "image": "app:1"}])}],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_inputs(
        "ecs-container-non-root-user",
        passes=[
            {
                "containerDefinitions": json.dumps(
                    [{"name": "app", "image": "app:1", "user": "1000"}]
                )
            }
        ],
        fails=[
            {"containerDefinitions": json.dumps([{"name": "app", "image": "app:1"}])},
            {
                "containerDefinitions": json.dumps(
                    [{"name": "app", "image": "app:1", "user": "root"}]
                )
            },
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_inputs(
        "ecs-container-no-added-capabilities",
        passes=[
            {"containerDefinitions": json.dumps([{"name": "app", "image": "app:1"}])},
            {
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "app",
                            "image": "app:1",
                            "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
                        }
                    ]
                )
            },
        ],
        fails=[
            {
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "app",
                            "image": "app:1",
                            "linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}},
                        }
                    ]
                )
            }
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_input("ecs-task-no-host-ipc-mode", "ipcMode", passes=[None], fails=["host"]),
    *of_input(
        "ecs-task-set-no-public-ip",
        "networkConfiguration.assignPublicIp",
        passes=[None, False],
        fails=[True],
    ),
    *of_inputs(
        "ecs-capacity-provider-termination-protection",
        passes=[
            {
                "autoScalingGroupProvider": {
                    "managedScaling": {"status": "ENABLED"},
                    "managedTerminationProtection": "ENABLED",
                }
            },
            {},
        ],
        fails=[{"autoScalingGroupProvider": {"managedScaling": {"status": "ENABLED"}}}],
        unknown=[
            {
                "autoScalingGroupProvider": {
                    "managedScaling": {"status": "ENABLED"},
                    "managedTerminationProtection": UNKNOWN,
                }
            }
        ],
    ),
    *of_inputs(
        "ecs-container-no-plain-text-secrets",
        passes=[with_variable("LEVEL", "info")],
        fails=[
            with_variable("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            with_variable("DB_PASSWORD", "hunter2hunter2"),
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_input(
        "ecs-task-no-host-network-mode", "networkMode", passes=[None, "awsvpc"], fails=["host"]
    ),
]
