"""Writes what the code knows of the shipped stacks into docs/: objectives and diagrams."""

import re
from pathlib import Path
from typing import Any

from costing import preview
from costing.files import yaml_file
from costing.report.graph_mermaid import graph_mermaid

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "platform.md"
DIAGRAMS = ROOT / "docs" / "diagrams"
LOSSES = ("zone_loss", "region_loss", "data_loss")


def stacks() -> list[str]:
    return [path.stem.removeprefix("Pulumi.") for path in sorted(ROOT.glob("Pulumi.*.yaml"))]


def diagram(stack: str) -> str:
    return graph_mermaid(preview.run(ROOT, stack))


def objectives() -> str:
    """Return a row a stack: what a loss may cost in data and in time."""
    head = "| stack | loss of a zone | loss of the region | loss of data |\n|---|---|---|---|"
    return "\n".join([head, *map(row, stacks())])


def row(stack: str) -> str:
    stack_file = yaml_file.read(ROOT / f"Pulumi.{stack}.yaml").value
    recovery = stack_file["config"].get("plimsoll:recovery") or {}
    return f"| {stack} | {' | '.join(stated(recovery.get(loss)) for loss in LOSSES)} |"


def stated(objective: dict[str, Any] | None) -> str:
    if not objective:
        return "none stated"
    return f"{objective['rpo_minutes']} min of data, {objective['rto_minutes']} min down"


def current(page: str) -> str:
    begin, end = "<!-- objectives: made by tools/platform_docs.py -->", "<!-- end of objectives -->"
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    return between.sub(f"{begin}\n{objectives()}\n{end}", page)


def main() -> None:
    PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    DIAGRAMS.mkdir(exist_ok=True)
    for stack in stacks():
        (DIAGRAMS / f"{stack}.mmd").write_text(diagram(stack), encoding="utf-8")
    print("written: docs/platform.md, docs/diagrams/")


if __name__ == "__main__":
    main()
