"""Propose rows of policies/validity/conflicts.csv: python -m tools.validity_conflicts.

Prints the pairs of inputs of a resource that the provider's documentation calls exclusive, for the
types of operations.csv, without those that conflicts.csv or left_out_conflicts.csv names.
"""

import csv
import re
import sys
from collections.abc import Iterator

from tools import provider_schema
from tools.validity_constraints import FOLDER
from tools.validity_members import provider, read

NAMES = r"(`\w+`(?:(?:,? (?:and|or) |, )`\w+`)*)"
EXCLUSIVE = re.compile(
    rf"(?:[Cc]onflicts? with|[Mm]utually exclusive with|"
    rf"[Cc]annot be (?:specified|used|set) (?:together )?with) (?:argument |attribute )?{NAMES}"
)
PARAMETER = re.compile(r":param pulumi\.Input\[[^\n]*\] (\w+): ([^\n]*)")
Pair = tuple[str, str, str]  # type and two inputs, in alphabetical order


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(each[:1].upper() + each[1:] for each in others)


def documented() -> Iterator[Pair]:
    types = {row["type"] for row in read("operations.csv")}
    resources = provider().resources
    by_class = {resources[each]: each for each in types}
    for module in sorted({name.rpartition("/")[0] for name in by_class}):
        for path in sorted((provider_schema.installed() / module).glob("*.py")):
            _, *texts = path.read_text(encoding="utf-8").split("\nclass ")
            for text in texts:
                name = text.partition(":")[0].partition("(")[0]
                if name.endswith("Args"):
                    token = by_class.get(f"{module}/{name.removesuffix('Args')}")
                    yield from pairs(token, text) if token else ()


def pairs(token: str, text: str) -> Iterator[Pair]:
    inputs = provider().inputs[provider().resources[token]]
    for key, description in PARAMETER.findall(text):
        for found in EXCLUSIVE.findall(description):
            for other in re.findall(r"`(\w+)`", found):
                first, second = sorted((camel(key), camel(other)))
                if first in inputs and second in inputs and first != second:
                    yield token, first, second


def main() -> None:
    known = {
        (row["type"], row["input"], row["other"])
        for name in ("conflicts.csv", "left_out_conflicts.csv")
        if (FOLDER / name).is_file()
        for row in read(name)
    }
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows(sorted({*documented()} - known))


if __name__ == "__main__":
    main()
