"""The embedded preview shows what the engine's own preview shows."""

import json
from pathlib import Path

import pytest

from costing import preview
from costing.readers.detect import read
from tests.engine.command import ROOT
from tests.engine.conftest import Deployed
from tests.engine.sameness import differences

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/Pulumi.yaml"))
PROGRAMS = [
    *((ROOT, stack.stem.removeprefix("Pulumi.")) for stack in sorted(ROOT.glob("Pulumi.*.yaml"))),
    *((example, "dev") for example in EXAMPLES),
]
every_program = pytest.mark.parametrize(
    ("project", "stack"), PROGRAMS, ids=[f"{path.name}-{stack}" for path, stack in PROGRAMS]
)


@every_program
def test_the_graphs_are_equal_input_by_input(stack_of: Deployed, project: Path, stack: str) -> None:
    printed = stack_of(project, stack)("preview", "--json")

    engine = read(printed.encode(), "the engine's preview")
    assert list(differences(preview.run(project, stack), engine)) == []


@every_program
def test_a_stack_goes_up_once_and_comes_down(stack_of: Deployed, project: Path, stack: str) -> None:
    pulumi = stack_of(project, stack)

    pulumi("up", "--yes", "--skip-preview")
    again = pulumi("up", "--yes", "--skip-preview")
    assert "unchanged" in again
    assert not any(word in again for word in ("created", "updated", "replaced", "deleted"))
    pulumi("refresh", "--yes", "--skip-preview")
    exported = pulumi("stack", "export")
    deployed = {each["urn"] for each in json.loads(exported)["deployment"]["resources"]}
    graph = read(exported.encode(), "the export")
    assert {each.urn for each in (*graph.components, *graph.resources)} == deployed
    if any(each.protect for each in graph.resources):
        assert "because it is protected" in pulumi("destroy", "--yes", fails=True)
        pulumi("state", "unprotect", "--all", "--yes")
    pulumi("destroy", "--yes", "--skip-preview")
    assert "resources" not in json.loads(pulumi("stack", "export"))["deployment"]
