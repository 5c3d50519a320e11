"""Conventions of wording: docstrings, help, and texts that a user reads."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from plimsoll.cli import app

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("benchmarks", "costing", "examples", "infra", "plimsoll", "policies", "tests", "tools")
OTHERS = (ROOT / "tests" / "programs", ROOT / "benchmarks" / "program")  # as other people write
CLAUSE = re.compile(r"(What|Who|Whose|Whether|How|Where|When|Which)\b")
AVOIDED = re.compile(
    r"\b(stated|told|bears?|mend|dear(er|est)?|at hand|nobody|somebody|no one|undecided|"
    r"(?<![Ss]tate )(?<!virtual )machines?(?![ -]learning)|rungs?|ladders?|shelf|shelves|ways out|"
    r"lacks?|lacking|(is|are) no(?! longer)|says?|said|guards?|watch(es)?)\b"
)
# Words that occur in names only: personification, and clauses in place of nouns.
AVOIDED_IN_NAMES = re.compile(
    rf"{AVOIDED.pattern}|"
    r"\b(stand ins?|knows?|asks?|asked|holds?|handed|tells?|speaks?|whose|whatever)\b"
)
LONGEST_NAME = 60
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "Makefile",
    "docs/*.md",
    "examples/**/*.md",
)
DEFINITIONS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def files(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    return [path for path in found if not any(path.is_relative_to(each) for each in OTHERS)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def position(path: Path, node: ast.AST, text: str) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}: {text}"


@pytest.mark.parametrize("package", PACKAGES)
def test_docstring_begins_with_a_noun_or_an_imperative(package: str) -> None:
    wrong = [
        position(path, node, docstring.splitlines()[0])
        for path in files(package)
        for node in ast.walk(parsed(path))
        if isinstance(node, DEFINITIONS)
        and (docstring := ast.get_docstring(node))
        and CLAUSE.match(docstring)
    ]

    assert wrong == []


def commands(command: Any, name: str = "plimsoll") -> Iterator[tuple[str, Any]]:
    yield name, command
    for child, each in getattr(command, "commands", {}).items():
        yield from commands(each, f"{name} {child}")


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_plain_and_complete(name: str) -> None:
    command = COMMANDS[name]
    texts = {each.name: getattr(each, "help", None) or "" for each in command.params}
    texts[name] = command.help or ""

    assert all(texts.values()), texts
    assert not [text for text in texts.values() if CLAUSE.match(text) or AVOIDED.search(text)]
    assert name.count(" ") == 0 or "commands" in vars(command) or "Exit status:" in command.epilog


@cache
def docstring_nodes(path: Path) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(parsed(path))
        if isinstance(node, DEFINITIONS) and node.body and isinstance(node.body[0], ast.Expr)
    }


@pytest.mark.parametrize("package", ["costing", "infra", "plimsoll", "policies", "tools"])
def test_texts_use_plain_words(package: str) -> None:
    """Texts that users read are string constants with a space."""
    wrong = [
        position(path, node, node.value)
        for path in files(package)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value.strip()
        and id(node) not in docstring_nodes(path)
        and AVOIDED.search(node.value)
    ]

    assert wrong == []


def quoted(line: str) -> str:
    """Return a line of Markdown without code, which quotes other texts."""
    return re.sub(r"`[^`]*`", "", line)


def test_pages_use_plain_words() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for pattern in PAGES
        for path in ROOT.glob(pattern)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if AVOIDED.search(quoted(line))
    ]

    assert wrong == []


def test_test_names_are_short_and_plain() -> None:
    names = [
        (path, node)
        for path in files("tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert len(names) > 1000
    assert [
        position(path, node, node.name)
        for path, node in names
        if len(node.name) > LONGEST_NAME
        or CLAUSE.match(node.name.removeprefix("test_").replace("_", " ").capitalize())
        or AVOIDED_IN_NAMES.search(node.name.replace("_", " "))
    ] == []
