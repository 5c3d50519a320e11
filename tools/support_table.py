"""Writes the README's support table: which types are priced, by service, from the code itself."""

import re
import sys
from collections import defaultdict
from pathlib import Path

from costing.resources import FREE, MODELS, PRICED

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- support: made by tools/support_table.py -->", "<!-- end of support -->"


def support_table() -> str:
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


def with_table(readme: str) -> str:
    """Return the text with the table between its marks replaced by today's."""
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    table = f"{BEGIN}\n{support_table()}\n{END}"
    return between.sub(lambda _: table, readme)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text()))
    sys.exit(0)
