"""Note on callbacks that were not run, for every report."""

from collections import Counter
from collections.abc import Iterator, Sequence

REMEDY = (
    "callbacks that were not run: use --assume-ids to run them with made-up ids, or read the "
    "preview of the deployed stack (pulumi preview --json --show-sames)"
)


def callbacks_line(positions: Sequence[str], missing: str) -> Iterator[str]:
    """Yield one line, unless all callbacks were run.

    `missing` ends the sentence on resources that callbacks create: "are not in the estimate".
    """
    if not positions:
        return
    one = len(positions) == 1
    count = (
        "1 callback with an unknown input was"
        if one
        else f"{len(positions)} callbacks with unknown inputs were"
    )
    whose = "its" if one else "their"
    yield (f"{count} not run; {whose} resources {missing} (see --verbose, --assume-ids)")


def callbacks_list(positions: Sequence[str]) -> Iterator[str]:
    """Yield the position of each callback that was not run, and the remedy; for --verbose."""
    if not positions:
        return
    counts = Counter(positions)
    for position in sorted(counts, key=place):
        times = f", {counts[position]} times" if counts[position] > 1 else ""
        yield f"{position}: callback not run{times}: its input is known only after deployment"
    yield REMEDY


def place(position: str) -> tuple[str, int]:
    file, _, line = position.rpartition(":")
    return file, int(line) if line.isdecimal() else 0
