"""Line on callbacks that were not run, for every report."""

from collections.abc import Iterator, Sequence

MOST_LINES = 5
REMEDY = (
    "run them with made-up ids (--assume-ids), or read the stack once it is deployed "
    "(pulumi preview --json --show-sames)"
)


def callbacks_line(positions: Sequence[str], missing: str) -> Iterator[str]:
    """Yield the line, unless all callbacks were run.

    `missing` ends the sentence on resources that callbacks create: "are not in the estimate".
    """
    if not positions:
        return
    one = len(positions) == 1
    count = "1 callback was" if one else f"{len(positions)} callbacks were"
    inputs = "its input is" if one else "their inputs are"
    creates = "it creates" if one else "they create"
    yield (
        f"{count} not run because {inputs} known only after deployment ({lines(positions)}); "
        f"resources that {creates} {missing}: {REMEDY}"
    )


def lines(positions: Sequence[str]) -> str:
    found = sorted(set(positions), key=place)
    more = len(found) - MOST_LINES
    return ", ".join(found[:MOST_LINES]) + (f" and {more} more" if more > 0 else "")


def place(position: str) -> tuple[str, int]:
    file, _, line = position.rpartition(":")
    return file, int(line) if line.isdecimal() else 0
