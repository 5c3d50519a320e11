"""Evidence that a resource serves requests."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.logic import Truth
from policies.engine.selectors.serving import TARGET_ATTACHMENT, serving
from policies.engine.selectors.tokens import (
    ASG_ATTACHMENT,
    DATABASE,
    FUNCTION,
    GROUP,
    INSTANCE,
    LOAD_BALANCER,
    NODE_GROUP,
    SERVICE,
    TARGET_GROUP,
)
from policies.engine.stack import Stack
from tests import graphs
from tests.policies.row import declare

BALANCER = declare(LOAD_BALANCER, "web")
TARGETS = declare(TARGET_GROUP, "web")
BATCH = {"tags": {"workload": "batch"}}
TAGGED = {"tags": {"workload": "serving"}}


def attached(kind: str, path: str, resource: Resource) -> Resource:
    return declare(kind, "attachment", {path: resource, "targetGroupArn": TARGETS})


WORKER, MACHINE = declare(GROUP, "it"), declare(INSTANCE, "it")


@pytest.mark.parametrize(
    ("kind", "inputs", "others", "expected"),
    [
        (LOAD_BALANCER, {}, [], True),
        (LOAD_BALANCER, BATCH, [], False),
        (INSTANCE, {"tags": {"Workload": "Serving"}}, [], True),
        (LOAD_BALANCER, {"tags": UNKNOWN}, [], UNKNOWN),
        (SERVICE, {}, [], True),
        (SERVICE, {}, [BALANCER], False),
        (SERVICE, {"loadBalancers": [{"targetGroupArn": TARGETS}]}, [BALANCER, TARGETS], True),
        (SERVICE, {"loadBalancers": UNKNOWN}, [BALANCER], UNKNOWN),
        (GROUP, {}, [BALANCER], False),
        (GROUP, {}, [BALANCER, attached(ASG_ATTACHMENT, "autoscalingGroupName", WORKER)], True),
        (INSTANCE, {}, [BALANCER, attached(TARGET_ATTACHMENT, "targetId", MACHINE)], True),
        (INSTANCE, {}, [], False),
        (INSTANCE, TAGGED, [], True),
        (NODE_GROUP, {}, [BALANCER], True),
        (DATABASE, {}, [], False),
        (DATABASE, {}, [BALANCER], True),
        (FUNCTION, {}, [BALANCER], False),
    ],
    ids=str,
)
def test_resource_serves_by_tag_or_by_evidence(
    kind: str, inputs: Mapping[str, Any], others: Sequence[Resource], expected: Truth
) -> None:
    resource = declare(kind, "it", inputs)

    assert serving(Stack(graphs.graph(resource, *others)), resource) is expected
