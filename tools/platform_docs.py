"""Write the generated parts of docs/platform.md: stacks, components, objectives, break-evens."""

import ast
import re
from pathlib import Path
from typing import Any

from costing.files import yaml_file
from costing.model import Sku
from costing.prices.book import shipped
from costing.units import HOURS_PER_MONTH

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "platform.md"
LOSSES = ("zone_loss", "region_loss", "data_loss")


def stacks() -> list[str]:
    return [path.stem.removeprefix("Pulumi.") for path in sorted(ROOT.glob("Pulumi.*.yaml"))]


def profiles() -> str:
    """Return a table of the shipped stacks with totals, resources and rules from their goldens."""
    head = "| stack | for | USD a month | range | resources |\n|---|---|---|---|---|"
    return "\n".join([head, *map(profile, stacks())])


def profile(stack: str) -> str:
    text = (ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    described = re.search(r"^# Profile: (.+)\.$", text, re.MULTILINE)
    golden = (ROOT / "tests" / "golden" / f"report-{stack}.txt").read_text(encoding="utf-8")
    total = re.search(r"^Total a month +\$([\d,.]+)(?:  (.+))?$", golden, re.MULTILINE)
    resources = re.search(r"([\d,]+) resources$", golden, re.MULTILINE)
    if not (described and total and resources):
        raise ValueError(f"report-{stack}.txt: not the report of a shipped stack")
    cells = (described[1], total[1], total[2] or "", resources[1])
    return f"| [{stack}](../Pulumi.{stack}.yaml) | {' | '.join(cells)} |"


def endpoints() -> str:
    """Return the traffic above which an interface endpoint costs less than NAT."""
    book, zones = shipped(), 3
    hours, gb, nat = (
        book.price("us-east-1", Sku(service, key)).tiers[0].list_unit_price
        for service, key in (
            ("AmazonVPC", "VpcEndpoint-Hours"),
            ("AmazonVPC", "VpcEndpoint-Bytes"),
            ("AmazonEC2", "NatGateway-Bytes"),
        )
    )
    month = hours * HOURS_PER_MONTH * zones
    return (
        f"An interface endpoint in {zones} zones costs {month:.2f} USD a month and {gb:f} USD a "
        f"GB; a NAT gateway that is there anyway {nat:f} USD a GB. The endpoint costs less above "
        f"{month / (nat - gb):.0f} GB a month through it (us-east-1)."
    )


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


PARTS = {
    "stacks": profiles,
    "components": components,
    "endpoints": endpoints,
    "objectives": objectives,
}


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
