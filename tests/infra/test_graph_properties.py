"""Properties of the whole graph of each stack, each of one kind of fault that AWS would show."""

from typing import Any

import pytest

from tests.infra.checks import (
    first_deployment,
    key_users,
    load,
    objectives,
    region_bound,
    role_users,
    second_region,
)
from tests.infra.stacks import EVERY, SHIPPED, recorded, stack_file

CHECKS = (first_deployment, key_users, load, region_bound, role_users, second_region)


@pytest.mark.parametrize("stack", EVERY)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.rpartition(".")[2])
def test_graph_has_the_property(check: Any, stack: str) -> None:
    assert check.findings(recorded(stack)) == []


@pytest.mark.parametrize("stack", SHIPPED)
def test_copies_are_as_new_as_the_objectives(stack: str) -> None:
    recovery = stack_file(stack)["config"].get("plimsoll:recovery", {})
    assert objectives.findings(recorded(stack), recovery) == []
