"""Inputs and outputs of linked resources that no cost model expects, for every priced type.

The resource's own inputs are covered by `test_every_gap`.
"""

from dataclasses import replace
from datetime import date
from itertools import count, product
from typing import Any

import pytest

from costing.estimate import estimate as module
from costing.estimate.estimate import estimate, inventory
from costing.model import SECRET, UNKNOWN
from costing.prices.book import installed
from costing.resources._shared.priced_resource import PricedResource
from costing.usage.file import UsageFile
from costing.usage.resolve import resolve
from tests import graphs
from tests.costing.resources.by_service import every_type
from tests.costing.resources.test_every_gap import paths, put
from tests.costing.resources.test_every_type import cases

ODD: list[Any] = [
    *(UNKNOWN, SECRET, None, "", "x", "1e999999", "\ufffe", True, -1, 1e300, float("nan")),
    *([], [None], [UNKNOWN], [{}], [[]], {}, {"a": [1]}, {"a": UNKNOWN}),
]
EACH = 4  # values of each input; all values in turn
ON = date(2026, 11, 30)
QUEUE = "aws:sqs/queue:Queue"


@every_type
def test_odd_input_of_a_linked_resource_causes_no_internal_error(
    resource: type[PricedResource],
) -> None:
    number = count()
    for case in cases(resource):
        its = graphs.resource(resource.type, "it", case.inputs, **case.more)
        usage = UsageFile(resources={its.urn: dict(case.usage)} if case.usage else {})
        for index, linked in enumerate(case.around):
            for kind in ("inputs", "outputs"):
                given = getattr(linked, kind)
                for path, _ in product(paths(given), range(EACH)):
                    odd = ODD[next(number) % len(ODD)]
                    around = [*case.around]
                    around[index] = replace(linked, **{kind: put(given, path, odd)})
                    graph = graphs.graph(its, *around)
                    found = inventory(graph, resolve(usage, graph), None, ON)
                    reasons = [each.unmetered.reason for each in found.left_out]
                    assert "internal error" not in "; ".join(reasons), (case, path, odd)


def test_error_in_the_estimate_of_one_resource_is_a_gap_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> object:
        raise KeyError("tags of")

    monkeypatch.setattr(module, "tags_of", broken)
    found = estimate(graphs.graph(graphs.resource(QUEUE, "q")), installed())

    assert [(gap.name, gap.reason) for gap in found.gaps] == [
        ("q", "internal error of the cost model (KeyError: 'tags of')")
    ]
