"""The engine's own files: tests/files/, any file that is dropped there."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.errors import CostingError, GraphError
from costing.graph.follow import follow, follow_all, referrers
from costing.graph.readers.detect import read, read_base
from costing.graph.resource import Graph, Resource
from costing.model import SECRET, UNKNOWN
from plimsoll.report.graph_json import as_json as graph_json
from plimsoll.report.graph_mermaid import as_mermaid as graph_mermaid
from plimsoll.report.graph_tree import as_tree as graph_tree
from tests.costing.graph.readers.mangled import DOCUMENTS, EDITS, FILES, mangled

WHOLE = [each for each in FILES if not each.name.startswith("failed")]
VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
GROUP, TEMPLATE = "aws:autoscaling/group:Group", "aws:ec2/launchTemplate:LaunchTemplate"
FUNCTION, ROLE = "aws:lambda/function:Function", "aws:iam/role:Role"
DATABASE, BUCKET = "aws:rds/instance:Instance", "aws:s3/bucket:Bucket"
STACKS = ["first.preview.json", "same.preview.json", "export.json", "checkpoint.json"]


def graph(name: str) -> Graph:
    return read(content(name), name)


def content(name: str) -> bytes:
    return next(each for each in FILES if each.name == name).read_bytes()


@pytest.mark.parametrize("file", WHOLE, ids=lambda file: file.name)
def test_a_graph_that_is_written_is_read_back(file: Path) -> None:
    read_first = read(file.read_bytes(), file.name)
    text = graph_json(read_first)

    assert read(text.encode(), "written") == read_first
    assert graph_json(read(text.encode(), "written")) == text


@pytest.mark.parametrize("name", [*STACKS, "first.events.jsonl", "export.secrets.json"])
def test_every_form_of_a_stack_gives_the_same_graph(name: str) -> None:
    found = graph(name)
    specified = {each.urn: each for each in graph("export.json").resources}
    resources = [each for each in found.resources if not each.type.startswith("pulumi:")]

    assert [each.urn for each in resources] == [
        urn for urn in specified if not specified[urn].type.startswith("pulumi:")
    ]
    for each in resources:
        twin = specified[each.urn]
        assert same(program_inputs(each), program_inputs(twin))
        assert (each.region, each.account, each.protect) == (
            twin.region,
            twin.account,
            twin.protect,
        )
        assert (each.parent, each.external, each.provider) == (
            twin.parent,
            twin.external,
            twin.provider,
        )
    assert [each.name for each in found.components] == ["shop-prod", "main"]
    assert found.source.complete


def program_inputs(resource: Resource) -> Any:
    """Return the inputs that the program sets, without those filled in from outputs."""
    return unfilled(resource.inputs, set(resource.filled), "")


def unfilled(value: Any, filled: set[str], path: str) -> Any:
    if isinstance(value, list):
        return [unfilled(each, filled, f"{path}[{at}]") for at, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    prefix = f"{path}." if path else ""
    own = {
        key: unfilled(each, filled, f"{prefix}{key}")
        for key, each in value.items()
        if f"{prefix}{key}" not in filled
    }
    # A block whose inputs are all filled in is not one of the program's.
    return {key: each for key, each in own.items() if each != {} or value[key] == {}}


def same(one: Any, other: Any) -> bool:
    """Compare inputs; what one of them does not know yet is the same as anything."""
    if one is UNKNOWN or other is UNKNOWN:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@pytest.mark.parametrize("name", STACKS)
def test_references_match_the_program(name: str) -> None:
    found = graph(name)
    (group,), (template,) = found.of_type(GROUP), found.of_type(TEMPLATE)
    (function,), (role,) = found.of_type(FUNCTION), found.of_type(ROLE)
    vpc = next(each for each in found.of_type(VPC) if each.name == "main")

    assert follow(found, group, "launchTemplate.id", TEMPLATE) == template
    assert follow_all(found, group, "vpcZoneIdentifiers", SUBNET) == found.of_type(SUBNET)
    assert follow(found, function, "role", ROLE) == role
    assert referrers(found, vpc, SUBNET, "vpcId") == found.of_type(SUBNET)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_secret_is_kept(file: Path) -> None:
    try:
        found = read(file.read_bytes(), file.name)
    except GraphError as error:
        assert "failed" in str(error)  # noqa: PT017
        return

    assert "correct horse" not in repr(found) + graph_json(found)
    for each in found.of_type(DATABASE):
        assert each.inputs["password"] is SECRET


def test_two_regions_and_two_accounts() -> None:
    for name in STACKS:
        (bucket,) = graph(name).of_type(BUCKET)

        assert bucket.region == "us-west-2"
        assert bucket.account == "arn:aws:iam::222222222222:role/copies"


def test_positions_are_the_programs_own() -> None:
    found = {each.name: each.position or "" for each in graph("first.preview.json").resources}

    assert found["main-a"].startswith("network.py:")
    assert found["shared"].startswith("__main__.py:")  # read by a library, asked for by the program


@pytest.mark.parametrize("name", ["change.preview.json", "steps.preview.json"])
def test_preview_of_a_change_has_both_sides(name: str) -> None:
    before, after = read_base(content(name), name), graph(name)

    assert ours(before) == ours(graph("export.json"), role="resizer")
    assert not any(each.pending_delete for each in before.resources)
    assert {each.type for each in before.resources} - {each.type for each in after.resources} == {
        BUCKET
    }
    assert [graph_.of_type(DATABASE)[0].inputs["instanceClass"] for graph_ in (before, after)] == [
        "db.r6g.large",
        "db.r6g.xlarge",
    ]
    assert {each.inputs.get("cidrBlock") for each in after.of_type(SUBNET)} == {
        "10.0.1.0/24",
        "10.0.9.0/24",
    }


def ours(found: Graph, role: str | None = None) -> dict[str, Any]:
    """Return inputs by URN, without default providers; `role` is what the alias calls it now."""
    return {
        each.urn.replace("::resize", f"::{role}") if role and each.type == ROLE else each.urn: (
            each.inputs
        )
        for each in found.resources
        if "::default_" not in each.urn
    }


def test_preview_of_a_part_is_incomplete() -> None:
    assert not graph("part.preview.json").source.complete
    assert graph("change.preview.json").source.complete


def test_failed_preview_is_reported_with_its_reason() -> None:
    with pytest.raises(GraphError, match=r"^failed.*: the preview failed: Preview failed: res"):
        graph("failed.preview.json")


@given(DOCUMENTS, EDITS)
def test_a_mangled_file_is_read_or_refused_in_one_line(file: Path, changes: Any) -> None:
    survives(mangled(file.read_bytes(), changes))


@given(
    st.sampled_from(FILES),
    st.integers(0, 10**6),
    st.integers(0, 40),
    st.binary(max_size=6),
)
def test_file_with_changed_bytes_is_read_or_refused(
    file: Path, place: int, length: int, other: bytes
) -> None:
    whole = file.read_bytes()
    start = place % len(whole)

    survives(whole[:start] + other + whole[start + length :])
    survives(whole[:start])


def survives(other: bytes) -> None:
    """Read, follow and write: a graph, or one line."""
    for reader in (read, read_base):
        try:
            found = reader(other, "mangled")
        except CostingError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017
            continue
        assert read(graph_json(found).encode(), "written") == found
        assert graph_tree(found).count("\n") >= len(found.resources)
        assert graph_mermaid(found).startswith("flowchart")
        for each in found.resources:
            follow_all(found, each, "vpcZoneIdentifiers", SUBNET)
            referrers(found, each, SUBNET)
