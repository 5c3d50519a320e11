"""Write the generated parts of the README: excerpt of the bill, priced types."""

import re
from collections import defaultdict
from pathlib import Path

from costing.resources import FREE, MODELS, PRICED

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BILL = ROOT / "tests" / "golden" / "report-prod.txt"
SHOWN = "serving"  # the component of the excerpt
LINES = 14


def excerpt() -> str:
    """Return one component of the production stack's bill, and the totals."""
    bill = BILL.read_text(encoding="utf-8").splitlines()
    head = next(line for line in bill if line.startswith("Name "))
    start = next(i for i, line in enumerate(bill) if line.startswith(f"{SHOWN} "))
    totals = next(i for i, line in enumerate(bill) if line.startswith("By component"))
    part = [bill[0], "…", head, *bill[start : start + LINES], "…", *bill[totals:]]
    return "\n".join(["```", *part, "```"])


def support() -> str:
    services: dict[str, list[str]] = defaultdict(list)
    for model in MODELS:
        _, module, name = model.type.split(":")
        services[module.partition("/")[0]].append(name)
    lines = [
        f"{len(PRICED)} types are priced, {len(FREE)} more have no charge of their own.",
        "",
        "| service | priced types |",
        "|---|---|",
        *(f"| {each} | {', '.join(sorted(names))} |" for each, names in sorted(services.items())),
    ]
    return "\n".join(lines)


PARTS = {"excerpt": excerpt, "support": support}


def current(readme: str) -> str:
    """Return the README with each of its parts as the code has it today."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name}: made by tools/readme.py -->", f"<!-- end of {name} -->"
        between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        text = f"{begin}\n{part()}\n{end}"
        readme = between.sub(text.replace("\\", r"\\"), readme)
    return readme


if __name__ == "__main__":
    README.write_text(current(README.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"written: {README.name}")
