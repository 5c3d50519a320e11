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
    r"\b(stated|told|bears?|mend|dear(er|est)?|at hand|nobody|somebody|undecided|machines?|rungs?|"
    r"ladders?|shelf|shelves|ways out|lacks?|is no|are no)\b"
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


def raised_texts(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Raise):
            for text in strings(node):
                yield position(path, node, text)


def strings(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


@cache
def docstring_nodes(path: Path) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(parsed(path))
        if isinstance(node, DEFINITIONS) and node.body and isinstance(node.body[0], ast.Expr)
    }


@pytest.mark.parametrize("package", ["costing", "plimsoll", "policies"])
def test_errors_use_plain_words(package: str) -> None:
    texts = [text for path in files(package) for text in raised_texts(path)]

    assert [text for text in texts if AVOIDED.search(text.partition(": ")[2])] == []


def test_reports_use_plain_words() -> None:
    wrong = [
        position(path, node, node.value)
        for path in files("plimsoll")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstring_nodes(path)
        and AVOIDED.search(node.value)
    ]

    assert wrong == []
