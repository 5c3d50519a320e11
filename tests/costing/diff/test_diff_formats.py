"""Reports of a difference."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from costing.diff.diff import Difference
from costing.errors import CostingError
from costing.graph.readers.detect import read, read_base
from costing.model import Gap
from plimsoll.report.diff_json import as_json as diff_json
from plimsoll.report.diff_markdown import as_markdown as diff_markdown
from plimsoll.report.diff_table import as_table as diff_table
from tests import graphs
from tests.costing.diff.sides import FILES, NAT, NOTHING, changed, side
from tests.costing.graph.readers.mangled import EDITS, mangled

Golden = Callable[[str, str], None]


WHOLE = (FILES / "export.json").read_bytes()


@settings(max_examples=30)
@given(EDITS)
def test_a_mangled_state_is_compared_or_refused(changes: Any) -> None:
    whole = read(WHOLE, "whole")
    try:
        found = changed(side(whole), side(read(mangled(WHOLE, changes), "mangled")))
    except CostingError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        return

    for text in (diff_table, diff_json, diff_markdown):
        assert text(found)


def shop() -> Difference:
    """The engine's own preview of a change."""
    content = (FILES / "change.preview.json").read_bytes()
    return changed(side(read_base(content, "change")), side(read(content, "change")))


@pytest.mark.parametrize(
    ("form", "text"), [("txt", diff_table), ("json", diff_json), ("md", diff_markdown)]
)
def test_diff(form: str, text: Callable[[Difference], str], golden: Golden) -> None:
    golden(f"diff.{form}", text(shop()))


def test_json_follows_the_contract() -> None:
    document = json.loads(diff_json(shop()))

    assert document["version"] == 1
    assert document["base"]["kind"] == document["head"]["kind"] == "preview"
    assert document["monthly_cost"].keys() == {"base", "head", "change", "percent", "incomplete"}
    for each in document["resources"]:
        assert each["change"] in {"added", "removed", "changed"}
        assert each["monthly_cost"].keys() == {"base", "head", "change", "incomplete"}
        for driver in each["because"]:
            assert driver.keys() >= {"path", "base", "head"}
        for charge in each["charges"]:
            assert charge.keys() == {"name", "base", "head", "base_gap", "head_gap"}


def test_comment_fits_the_length_limit_of_github() -> None:
    long = "a name | `of` <many> characters " * 9
    many = graphs.graph(*(graphs.resource(NAT, f"{long}{n}") for n in range(500)))
    odd = graphs.graph(*(graphs.resource("aws:none/of:It", f"{long}{n}") for n in range(500)))
    text = diff_markdown(changed(side(odd), side(many)))

    assert len(text) < 65_536
    assert "960 more" in text
    changes = text[text.index("| | resource") :]
    for row in (line for line in changes.splitlines() if line.startswith("| ")):
        assert row.replace("\\|", "").count("|") == 7


def test_partial_preview_is_marked_incomplete() -> None:
    part = read((FILES / "part.preview.json").read_bytes(), "part")

    found = changed(side(part), side(part))

    for text in (diff_table(found), diff_markdown(found)):
        assert "so the total is too low" in text


def test_diff_without_changes_reports_no_change() -> None:
    found = changed(side(NOTHING), side(NOTHING))

    assert found.percent is None
    assert "No charge changed." in diff_markdown(found)
    assert found.base.gaps == tuple[Gap]()
