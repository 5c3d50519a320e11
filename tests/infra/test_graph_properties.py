"""Properties of the whole graph of each stack, each of one kind of fault that AWS would show."""

from typing import Any

import pytest

from tests.infra.checks import first_deployment, key_users, region_bound, role_users
from tests.infra.stacks import EVERY, recorded

CHECKS = (first_deployment, key_users, region_bound, role_users)


@pytest.mark.parametrize("stack", EVERY)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.rpartition(".")[2])
def test_graph_has_the_property(check: Any, stack: str) -> None:
    assert check.findings(recorded(stack)) == []
