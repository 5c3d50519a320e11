"""The tables of policies/validity are those of the installed botocore and pulumi_aws."""

import re
from fnmatch import fnmatchcase

import pytest

from policies.validity import tables
from policies.validity.names import named_types
from policies.validity.patterns import PatternError, compiled, matches
from tools import validity_conflicts, validity_constraints, validity_members
from tools.api_models import constraints, member
from tools.validity_members import CHECKS, provider, read


def test_constraints_are_current() -> None:
    path = validity_constraints.CONSTRAINTS
    run = f"run python -m {validity_constraints.__name__}"

    assert path.read_text(encoding="utf-8") == validity_constraints.text(), run


def test_every_candidate_is_reviewed() -> None:
    assert [*validity_members.unreviewed()] == []


def test_members_are_sorted_and_have_known_inputs() -> None:
    rows = read("members.csv")
    keys = [(row["type"], row["input"]) for row in rows]

    assert keys == sorted(set(keys))
    for row in rows:
        assert set(row["checks"].split()) <= set(CHECKS), row
        assert row["checks"], row
        assert row["note"] in {"", "any case"}, row
        assert has_input(row["type"], row["input"]), row


def has_input(token: str, path: str) -> bool:
    block = provider().resources[token]
    for step in path.split("."):
        inputs = provider().inputs[block]
        if step.removesuffix("[]") not in inputs:
            return False
        block = inputs[step.removesuffix("[]")].strip("[]{}")
    return True


def test_every_type_has_members() -> None:
    types = {row["type"] for row in read("operations.csv")}

    assert {row["type"] for row in read("members.csv")} <= types
    assert {*named_types()} <= {*provider().resources}


def test_left_out_rows_match_inputs_of_a_type() -> None:
    types = [row["type"] for row in read("operations.csv")]
    for row in read("left_out.csv"):
        assert any(fnmatchcase(each, row["types"]) for each in types), row
        assert row["reason"], row
        re.compile(row["inputs"])


def test_checks_have_constraints() -> None:
    for row in read("members.csv"):
        shape, _ = member(row["service"], row["operation"], row["member"])
        found = constraints(shape)
        needed = {"enum": {"enum"}, "pattern": {"pattern"}, "required": set()}
        for check in row["checks"].split():
            assert needed.get(check, set()) <= found.keys(), row
            bounds = check in {"length", "range", "items"}
            assert not bounds or found.keys() & {"min", "max"}, row


def test_conflicts_are_reviewed() -> None:
    known = {
        (row["type"], row["input"], row["other"])
        for name in ("conflicts.csv", "left_out_conflicts.csv")
        for row in read(name)
    }

    assert {*validity_conflicts.documented()} == known


def test_constraints_are_read_for_types_that_occur() -> None:
    assert tables.constraints_of("aws:nothing/known:Known") == ()
    assert {each.input for each in tables.constraints_of("aws:lb/targetGroup:TargetGroup")} >= {
        "targetType",
        "healthCheck.interval",
    }


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"[\w+=,.@-]+", "serving", True),
        (r"[\w+=,.@-]+", "Bücher", False),  # \w is ASCII in Java
        (r"[\p{L}\p{Z}\p{N}_.:/=\-@]*", "Büro 7", True),
        (r"[\p{L}\p{Z}\p{N}_.:/=\-@]*", "a%b", False),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "text 🙂", True),
        (r"\p{L}+x", "aax", True),
        (r"^a$", "aa", False),
    ],
)
def test_pattern_means_what_java_means(pattern: str, text: str, *, expected: bool) -> None:
    assert matches(pattern, text) is expected


@pytest.mark.parametrize("pattern", [r"[^\p{L}]", r"a(?i)b", r"\p{InGreek}"])
def test_pattern_without_translation_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compiled(pattern)
