"""Identity of resources: by dependency, then by account, region and name."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from costing.graph.resource import Resource
from policies.engine.selectors.tokens import DATABASE, RDS_PARAMETER_GROUP
from policies.engine.stack import Stack
from policies.rules.rds.access import rds_instance_tls_required
from tests import graphs

ROLE = "arn:aws:iam::222222222222:role/deploy"
SAME_ACCOUNT = "arn:aws:iam::222222222222:role/plan"
OTHER_ROLE = "arn:aws:iam::333333333333:role/deploy"


def group(name: str, force: str, **more: Any) -> Resource:
    inputs = {
        "name": "postgres16",
        "family": "postgres16",
        "parameters": [{"name": "rds.force_ssl", "value": force}],
    }
    return graphs.resource(RDS_PARAMETER_GROUP, name, inputs, id="postgres16", **more)


def database(**more: Any) -> Resource:
    inputs = {"engine": "postgres", "engineVersion": "16.4", "parameterGroupName": "postgres16"}
    return graphs.resource(DATABASE, "db", inputs, id="db", **more)


SAFE, OPEN = group("safe", "1"), group("open", "0", account=ROLE)
OPEN_IN_OTHER_REGION = group("open", "0", region="eu-west-1")
OPEN_HERE = group("open", "0")


@pytest.mark.parametrize(
    ("more", "groups", "decided"),
    [
        ({}, [SAFE, OPEN], []),
        ({"account": ROLE}, [SAFE, OPEN], [True]),
        ({}, [SAFE, OPEN_IN_OTHER_REGION], []),
        ({"region": "eu-west-1"}, [SAFE, OPEN_IN_OTHER_REGION], [True]),
        ({"dependencies": [OPEN_HERE.urn]}, [SAFE, OPEN_HERE], [True]),
        ({"property_dependencies": {"parameterGroupName": [SAFE.urn]}}, [SAFE, OPEN_HERE], []),
        ({}, [SAFE, OPEN_HERE], [False]),
        # The group is in another region or account, and no resource of the stack.
        ({}, [OPEN_IN_OTHER_REGION], [False]),
        ({"account": OTHER_ROLE}, [OPEN], [False]),
        ({"account": SAME_ACCOUNT}, [OPEN], [True]),
    ],
)
def test_parameter_group_is_found_by_account_and_region(
    more: Mapping[str, Any], groups: Sequence[Resource], decided: Sequence[bool]
) -> None:
    stack = Stack(graphs.graph(database(**more), *groups))

    assert [each.decided for each in rds_instance_tls_required.check(stack)] == decided
