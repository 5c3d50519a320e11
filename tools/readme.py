"""Write the generated parts of the README, docs/report.md and docs/priced-types.md."""

import re
from collections import defaultdict
from pathlib import Path

from costing.resources import FREE, PRICED, models

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
REPORT = ROOT / "docs" / "report.md"
TYPES = ROOT / "docs" / "priced-types.md"
SUMMARY = ROOT / "tests" / "golden" / "summary-80-columns.txt"
PARTS_SHOWN = 6  # parts of the total


def excerpt() -> str:
    """Return the begin and the end of the production stack's summary."""
    lines = SUMMARY.read_text(encoding="utf-8").splitlines()
    total = next(i for i, line in enumerate(lines) if line.startswith("Total "))
    part = [*lines[: 4 + PARTS_SHOWN], "…", lines[total]]
    return "\n".join(["```", *part, "```"])


def support() -> str:
    services: dict[str, list[str]] = defaultdict(list)
    for model in models():
        _, module, name = model.type.split(":")
        services[module.partition("/")[0]].append(name)
    lines = [
        f"{len(PRICED)} resource types are priced; {len(FREE)} more are free of charge.",
        "",
        "| service | priced types |",
        "|---|---|",
        *(f"| {each} | {', '.join(sorted(names))} |" for each, names in sorted(services.items())),
    ]
    return "\n".join(lines)


def summary() -> str:
    """Return the whole summary of the production stack."""
    return f"```\n{SUMMARY.read_text(encoding='utf-8')}```"


PARTS = {
    README: {"excerpt": excerpt},
    REPORT: {"summary": summary},
    TYPES: {"support": support},
}


def current(page: Path) -> str:
    """Return a page with its generated parts up to date."""
    text = page.read_text(encoding="utf-8")
    for name, part in PARTS[page].items():
        begin, end = f"<!-- {name}: made by tools/readme.py -->", f"<!-- end of {name} -->"
        between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        made = f"{begin}\n{part()}\n{end}"
        text = between.sub(made.replace("\\", r"\\"), text)
    return text


if __name__ == "__main__":
    for page in PARTS:
        page.write_text(current(page), encoding="utf-8")
        print(f"written: {page.relative_to(ROOT)}")
