"""Write policies/validity/constraints.csv: python -m tools.validity_constraints.

An extract of botocore's models: the enums, patterns and bounds of the members that members.csv
names.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from policies.validity.patterns import compiled
from policies.validity.tables import SEPARATOR
from tools.api_models import Shape, botocore_version, constraints, member

FOLDER = Path(__file__).parents[1] / "policies" / "validity"
MEMBERS = FOLDER / "members.csv"
CONSTRAINTS = FOLDER / "constraints.csv"
COLUMNS = ("service", "operation", "member", "enum", "pattern", "min", "max", "botocore")


def members() -> list[dict[str, str]]:
    with MEMBERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows() -> Iterator[Sequence[str]]:
    checks: dict[tuple[str, str, str], set[str]] = {}
    for each in members():
        key = each["service"], each["operation"], each["member"]
        checks.setdefault(key, set()).update(each["checks"].split())
    for key, used in sorted(checks.items()):
        shape, _ = member(*key)
        yield *key, *extract(shape, used), botocore_version()


def extract(shape: Shape, checks: set[str]) -> tuple[str, str, str, str]:
    """Return enum, pattern, minimum and maximum, as far as a check uses them."""
    found = constraints(shape)
    values = found.get("enum", ()) if "enum" in checks else ()
    if any(SEPARATOR in each for each in values):
        raise ValueError(f"a value contains {SEPARATOR}: {values}")
    pattern = found.get("pattern", "") if "pattern" in checks else ""
    if pattern:
        compiled(pattern)
    bounded = bool(checks & {"length", "range", "items"})
    least, most = (str(found.get(key, "")) if bounded else "" for key in ("min", "max"))
    return SEPARATOR.join(values), pattern, least, most


def text() -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows())
    return written.getvalue()


def main() -> None:
    CONSTRAINTS.write_text(text(), encoding="utf-8")
    print(f"wrote {CONSTRAINTS.relative_to(FOLDER.parents[1])}")


if __name__ == "__main__":
    main()
