"""Charges that AWS bills and a cost model does not meter, declared as data.

A cost model lists them in `left_out`. An entry becomes a gap of each resource whose inputs
switch the charge on, and of each resource for which the input is unknown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costing.graph.resource import at
from costing.model import hidden
from costing.resources._shared.inputs import shown, unusable
from costing.resources._shared.metering import Unmetered, unmetered

EACH = "[*]"  # in a path: every item of a list
OFF: tuple[object, ...] = (False, 0, "", "false", "0", [], {})
NOT_MODELLED = "the cost model does not meter this charge"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A charge that a cost model does not meter, and the input that switches it on."""

    charge: str  # as the pricing page names it
    path: str  # of the input, "snapStart.applyOn", "rules[*].action"
    values: Sequence[object] = ()  # that switch the charge on; empty for any but false, 0, empty
    reason: str = NOT_MODELLED
    usage_types: Sequence[str] = ()  # on a bill, without the region's prefix; * matches

    def is_switched_on_by(self, value: object) -> bool:
        if self.values:
            return value in self.values
        return value is not None and value not in OFF


def switched_on(entries: Iterable[LeftOut], inputs: Mapping[str, object]) -> Iterator[Unmetered]:
    """Yield the entries whose charge is billed, or may be, one item of a list for all."""
    for entry in entries:
        found = (of_input(entry, *each) for each in values_at(inputs, entry.path))
        first = next((each for each in found if each is not None), None)
        if first is not None:
            yield first


def of_input(entry: LeftOut, path: str, value: object) -> Unmetered | None:
    if hidden(value):
        left = unmetered(unusable(value, path, "", ""), entry.charge)
        return Unmetered(left.charge, left.reason, left.path, left.fix, is_declared=True)
    if entry.is_switched_on_by(value):
        reason = f"{path} is {shown(value)}: {entry.reason}"
        return Unmetered(entry.charge, reason, is_declared=True)
    return None


def values_at(inputs: Any, path: str, start: str = "") -> Iterator[tuple[str, object]]:  # noqa: ANN401 (JSON)
    """Yield the values at a path, each with its own path, "rules[0].action"."""
    before, each, after = path.partition(EACH)
    value = at(inputs, before)
    where = f"{start}.{before}" if start else before
    if not each or hidden(value):
        yield where, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            own = f"{where}[{index}]"
            if not after or hidden(item):
                yield own, item
            else:
                yield from values_at(item, after.removeprefix("."), own)
