"""Pairs of inputs that the provider refuses together, by resource type."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from policies.validity.tables import text


@cache
def conflicts() -> Mapping[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    _, *rows = csv.reader(text("conflicts.csv").splitlines())
    for kind, name, other in rows:
        found[kind].append((name, other))
    return found
