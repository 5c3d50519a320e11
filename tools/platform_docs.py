"""Write the generated parts of docs/platform.md: components and recovery objectives."""

import ast
import re
from pathlib import Path
from typing import Any

from costing.files import yaml_file

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "platform.md"
LOSSES = ("zone_loss", "region_loss", "data_loss")


def stacks() -> list[str]:
    return [path.stem.removeprefix("Pulumi.") for path in sorted(ROOT.glob("Pulumi.*.yaml"))]


def objectives() -> str:
    """Return a table with one row per stack."""
    head = "| stack | loss of a zone | loss of the region | loss of data |\n|---|---|---|---|"
    return "\n".join([head, *map(row, stacks())])


def row(stack: str) -> str:
    stack_file = yaml_file.read(ROOT / f"Pulumi.{stack}.yaml").value
    recovery = stack_file["config"].get("plimsoll:recovery") or {}
    return f"| {stack} | {' | '.join(objective(recovery.get(loss)) for loss in LOSSES)} |"


def objective(values: dict[str, Any] | None) -> str:
    if not values:
        return "not set"
    return f"RPO {values['rpo_minutes']} min, RTO {values['rto_minutes']} min"


def components() -> str:
    """Return a table of the platform's components by area."""
    lines = ["| area | component | description |", "|---|---|---|"]
    for path in sorted((ROOT / "infra").glob("*/*.py")):
        area = path.parent.name
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.ClassDef) and is_component(each):
                description = (ast.get_docstring(each) or "").partition("\n")[0]
                lines.append(f"| {area} | `{each.name}` | {description} |")
    return "\n".join(lines)


def is_component(node: ast.ClassDef) -> bool:
    return any("ComponentResource" in ast.unparse(base) for base in node.bases)


PARTS = {"components": components, "objectives": objectives}


def current(page: str) -> str:
    """Return the page with its generated parts up to date."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name}: made by tools/platform_docs.py -->", f"<!-- end of {name} -->"
        between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        text = f"{begin}\n{part()}\n{end}"
        page = between.sub(text.replace("\\", r"\\"), page)
    return page


def main() -> None:
    PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print("written: docs/platform.md")


if __name__ == "__main__":
    main()
