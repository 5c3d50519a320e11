"""Function calls of `cost` and `check` grow in proportion to the resources, for any shape."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks import states
from benchmarks.shapes import SHAPES, varied
from costing.estimate.estimate import estimate
from costing.graph.readers.detect import read_file
from costing.prices.book import installed
from plimsoll.report import check_json, cost_json
from policies import RULES
from policies.engine.check import check
from tests.calls import calls

FEW, TYPES = 240, 24
TODAY = date(2026, 12, 1)
Shape = Callable[[int], dict[str, Any]]
STACKS: dict[str, Shape] = {**SHAPES, "varied": partial(varied, among=TYPES)}


def cost(path: Path) -> Iterator[str]:
    return cost_json.pieces(estimate(read_file(path), installed(), on=TODAY))


def checked(path: Path) -> Iterator[str]:
    graph = read_file(path)
    return check_json.pieces(check(graph, RULES, today=TODAY, prices=installed()))


@pytest.mark.parametrize("command", [cost, checked])
@pytest.mark.parametrize("shape", STACKS.values(), ids=STACKS)
def test_calls_are_in_proportion_to_the_resources(
    shape: Shape, command: Callable[[Path], Iterator[str]], tmp_path: Path
) -> None:
    one, two = (states.write(tmp_path / f"{n}.json", n, shape) for n in (FEW, 2 * FEW))
    list(command(one))  # imports and caches

    assert calls(lambda: list(command(two))) < 2.05 * calls(lambda: list(command(one)))
