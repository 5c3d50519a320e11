"""The generated parts, commands and links of the README are current."""

import re
from pathlib import Path

import pytest

from tools.readme import PARTS, README, current

ROOT = README.parent


@pytest.mark.parametrize("page", PARTS, ids=lambda page: page.name)
def test_generated_parts_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert all(f"<!-- {name}: made by" in text for name in PARTS[page])
    assert text == current(page), "run: make readme"


def test_readme_has_at_most_150_lines() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_make_commands_are_targets() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"`make (\w+)`", README.read_text(encoding="utf-8")))
    assert named <= targets


def test_linked_files_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))

    assert links
    assert all(Path(ROOT, link).exists() for link in links)
