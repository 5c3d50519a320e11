"""Sessions, places of failures, moved lines, waivers and completion, without a server."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from costing.errors import CallError
from plimsoll.language_server import completion, lenses, session, waivers
from plimsoll.language_server.lines import moved
from plimsoll.language_server.values import Analysis, Item, Place, failure
from plimsoll.language_server.yaml_files import kind_of, mistakes, mistakes_of_saved

ROOT = Path(__file__).parents[3]
FOLDER = Path("/shop")


@pytest.mark.parametrize(
    ("message", "place", "text"),
    [
        ("__main__.py:7: ValueError: no", Place("__main__.py", 7), "ValueError: no"),
        ("/shop/usage.yaml:3: not a number", Place("usage.yaml", 3), "not a number"),
        ("Pulumi.dev.yaml:2:5: bad", Place("Pulumi.dev.yaml", 2), "bad"),
        ("Pulumi.yaml: no stack", Place("Pulumi.yaml", 1), "no stack"),
        ("several stacks", Place("Pulumi.yaml", 1), "several stacks"),
    ],
)
def test_a_failure_has_the_place_of_its_message(message: str, place: Place, text: str) -> None:
    found = failure(message, FOLDER)

    assert (found.place, found.message, found.severity) == (place, text, "error")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"stak": "dev"}, "unknown setting stak; known: stack"),
        ({"stack": 1}, "stack is 1; write text"),
        ({"timeout": "10"}, "timeout is '10'; write seconds"),
        ({"delay": -1}, "delay is -1; write 0 to 3600 seconds"),
        ({"annotations": "both"}, "annotations is none of lenses, hints, none"),
        ([], "not an object"),
    ],
)
def test_an_invalid_setting_is_one_line(given: object, message: str) -> None:
    with pytest.raises(CallError, match=message):
        session.options_of(given)


def test_settings_that_are_empty_are_the_defaults() -> None:
    assert session.options_of({"stack": "", "timeout": None}) == session.Options()


def test_a_file_belongs_to_the_nearest_project_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "repo" / "web" / "infra").mkdir(parents=True)
    (tmp_path / "repo" / "web" / "Pulumi.yaml").touch()
    (tmp_path / "Pulumi.yaml").touch()
    roots = [tmp_path / "repo"]

    inside = tmp_path / "repo" / "web" / "infra" / "vpc.py"
    assert session.project_of(inside, roots) == tmp_path / "repo" / "web"
    assert session.project_of(tmp_path / "repo" / "x.py", roots) is None
    assert session.project_of(tmp_path / "x.py", roots) is None
    assert session.project_of(inside, []) is None


def test_lines_are_followed_through_changes() -> None:
    assert moved(["a", "b", "c"], ["x", "a", "c"]) == {1: 2, 3: 3}
    assert moved(["a"], ["a"]) == {1: 1}


def item(line: int, cost: str, high: str | None = None, *, component: bool = False) -> Item:
    amount = Decimal(cost)
    return Item(
        f"urn:{line}:{cost}",
        "web",
        "aws:ec2/instance:Instance",
        Place("__main__.py", line),
        2 if component else 1,
        amount,
        amount,
        Decimal(high or cost),
        is_component=component,
    )


def test_a_title_adds_up_resources() -> None:
    found = Analysis(
        FOLDER, "dev", (item(3, "10"), item(3, "5", "8"), item(3, "15", component=True))
    )

    assert list(lenses.titles(found, "__main__.py", {3: 4}, current=True)) == [
        (3, "$15.00 a month, 2 resources"),
        (3, "$15.00 a month, $15.00 to $18.00, 2 resources"),
    ]
    free = Analysis(FOLDER, "dev", (item(3, "0"),))
    assert list(lenses.titles(free, "__main__.py", {3: 3}, current=True)) == []
    assert list(lenses.titles(found, "__main__.py", {}, current=True)) == []


RULED = {"rule": "r", "resource": "web", "reason": "x", "owner": "ann", "expires": "2026-01-02"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rule": "r"}, "pass an object with rule, resource"),
        (RULED | {"owner": ""}, "waiver: owner: "),
        (RULED | {"expires": "soon"}, "waiver: expires: "),
        (RULED | {"expires": "2026-01-01"}, "expires: 2026-01-01 is not after today"),
    ],
)
def test_an_invalid_waiver_is_one_line(given: object, message: str) -> None:
    with pytest.raises(CallError, match=message):
        waivers.waiver_of(given, date(2026, 1, 1))


def test_a_waiver_is_appended_to_the_file_of_the_stack(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text("- rule: a")
    found = Analysis(tmp_path, "dev", waivers=path)

    [change] = (
        waivers.edit(found, waivers.waiver_of(RULED, date(2026, 1, 1))).document_changes or ()
    )
    [edit] = change.edits  # type: ignore[union-attr]
    assert (edit.range.start.line, edit.range.start.character) == (0, 9)
    assert edit.new_text.startswith('\n- rule: "r"\n  resource: "web"\n')  # type: ignore[union-attr]


USAGE = Analysis(FOLDER, "dev", usage_types={"logs": "aws:s3/bucket:Bucket"})


def keys(kind: str, text: str, found: Analysis | None = None) -> list[str]:
    lines = text.split("\n")
    at = len(lines) - 1, len(lines[-1])
    named = completion.candidates(kind, lines, *at, found, FOLDER / "x.yaml")  # type: ignore[arg-type]
    return [each.key for each in named]


def test_usage_files_are_completed() -> None:
    assert keys("usage", "", USAGE) == ["version", "resources", "defaults"]
    assert keys("usage", "resources:\n  ", USAGE) == ["logs"]
    assert "storage_gb" in keys("usage", "resources:\n  logs:\n    standard:\n      ", USAGE)
    assert keys("usage", "resources:\n  other:\n    ", USAGE) == []


def test_completion_follows_the_schemas() -> None:
    assert "plimsoll:budget" in keys("stack", "config:\n  ")
    assert "folder" in keys("projects", "version: 1\nprojects:\n  - folder: web\n    ")
    assert "objective" in keys("workload", "")


def test_kinds_and_mistakes_of_files(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "Pulumi.dev.yaml", None) == "stack"
    assert kind_of(tmp_path / "usage.yaml", None) == "usage"
    assert kind_of(tmp_path / "values.yaml", None) is None
    [mistake] = mistakes(tmp_path / "usage.yaml", "a: [\n")
    assert mistake.place == Place("usage.yaml", 2)
    (tmp_path / "usage.yaml").write_text("resources: 3\n")
    [mistake] = mistakes_of_saved("usage", tmp_path / "usage.yaml")
    assert mistake.place == Place("usage.yaml", 1)


def test_settings_of_the_extension_are_those_of_the_server() -> None:
    """`plimsoll.command` is the extension's own."""
    package = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text())
    properties = package["contributes"]["configuration"]["properties"]
    given = {name.removeprefix("plimsoll."): each for name, each in properties.items()}

    assert given.pop("command")["default"] == ["plimsoll", "lsp"]
    assert given.keys() == {each.name for each in fields(session.Options)}
    assert session.options_of({key: each["default"] for key, each in given.items()}) == (
        session.Options()
    )
    assert tuple(given["annotations"]["enum"]) == session.ANNOTATIONS
