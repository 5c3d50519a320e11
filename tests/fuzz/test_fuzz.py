"""A small fixed run of the fuzzer; `make fuzz` runs it for minutes or hours."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.invariants import Json, check_all
from tests.fuzz.stacks import states
from tests.paths import ROOT

FOUND = sorted((ROOT.parent / "shared" / "cases" / "faults" / "fuzz").glob("*.json"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(states())
def test_invariants_of_stacks_of_the_schema(state: Json) -> None:
    check_all(state)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_inputs_that_once_broke_a_rule_are_checked(path: Path) -> None:
    check_all(json.loads(path.read_bytes()))
