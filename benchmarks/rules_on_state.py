"""Time every rule on an exported state, the reading of it apart: seconds, rules, findings."""

import sys
import time
from datetime import date

from costing.graph.source import opened
from policies import RULES
from policies.engine.check import check


def main(state: str) -> None:
    graph = opened(state).graph
    start = time.perf_counter()
    found = check(graph, RULES, today=date.today())  # noqa: DTZ011 (no time zone matters)
    print(time.perf_counter() - start, found.rules, len(found.found))


if __name__ == "__main__":
    main(sys.argv[1])
