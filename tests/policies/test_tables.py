"""The committed tables are what their scripts make of their sources today."""

import csv
from importlib.metadata import distribution
from pathlib import Path

import pytest

from policies.rules.cross_service.tags import TAGGABLE
from tools import controls, taggable

FACTS = Path(__file__).parents[3] / "shared" / "facts"


@pytest.mark.skipif(not FACTS.exists(), reason="the shared facts are not here")
def test_the_controls_are_those_that_the_sources_map() -> None:
    rows, sources = controls.found(FACTS)

    assert committed("controls.csv") == [controls.COLUMNS, *sorted(rows)]
    assert committed("control_sources.csv") == [controls.SOURCE_COLUMNS, *sorted(sources)]
    every = sorted(controls.every(FACTS))
    assert committed("framework_controls.csv") == [controls.CONTROL_COLUMNS, *every]


def committed(name: str) -> list[tuple[str, ...]]:
    with (controls.POLICIES / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def test_the_types_that_can_be_tagged_are_those_of_the_installed_sdk() -> None:
    package = Path(str(distribution("pulumi_aws").locate_file("pulumi_aws")))

    assert list(TAGGABLE) == taggable.taggable(package)
