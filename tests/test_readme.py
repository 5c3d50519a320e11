"""What the README says of the code is what the code says."""

import re
from pathlib import Path

from tools.readme import PARTS, README, current

ROOT = README.parent


def test_its_excerpt_and_support_table_are_current() -> None:
    text = README.read_text(encoding="utf-8")

    assert all(f"<!-- {name}: made by" in text for name in PARTS)
    assert text == current(text), "run: make readme"


def test_its_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"`make (\w+)`", README.read_text(encoding="utf-8")))
    assert named <= targets


def test_the_files_it_links_to_are_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))

    assert links
    assert all(Path(ROOT, link).exists() for link in links)
