"""The embedded preview shows what the engine's own preview shows."""

import json
from pathlib import Path

import pytest

from costing import preview
from costing.readers.detect import read
from tests.engine.command import ROOT, Pulumi, copied
from tests.engine.conftest import Deployed
from tests.engine.sameness import differences

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/Pulumi.yaml"))
PROGRAMS = [
    *((ROOT, stack.stem.removeprefix("Pulumi.")) for stack in sorted(ROOT.glob("Pulumi.*.yaml"))),
    (ROOT, "everything"),
    *((example, "dev") for example in EXAMPLES),
]
# Programs of many kinds, without those that this engine cannot run: what their packages need is
# a plugin, what they refer to is no stack here, what encrypts their secrets is made up, and the
# id of what is read is not told to an SDK newer than the engine.
UNABLE = {
    *("awsx-fargate", "eks-package", "hub-and-spoke"),
    *("bastion", "container-image", "every-provider", "random-names"),
    *("reference-stated", "reference-unknown", "secrets", "existing-network"),
}
KINDS = [
    path.parent
    for path in sorted((ROOT / "tests" / "programs").glob("*/Pulumi.yaml"))
    if path.parent.name not in UNABLE
]
every_program = pytest.mark.parametrize(
    ("project", "stack"), PROGRAMS, ids=[f"{path.name}-{stack}" for path, stack in PROGRAMS]
)


@every_program
def test_the_graphs_are_equal_input_by_input(stack_of: Deployed, project: Path, stack: str) -> None:
    pulumi = stack_of(project, stack)
    printed = pulumi("preview", "--json")

    engine = read(printed.encode(), "the engine's preview")
    assert list(differences(preview.run(pulumi.project, stack), engine)) == []


@pytest.mark.parametrize("project", KINDS, ids=lambda path: path.name)
def test_the_graphs_of_programs_of_every_kind_are_equal(project: Path, tmp_path: Path) -> None:
    files = sorted(project.glob("Pulumi.*.yaml"))
    stack = files[0].stem.removeprefix("Pulumi.") if files else "dev"
    pulumi = Pulumi(copied(project, tmp_path), tmp_path / "kept")
    pulumi("stack", "init", stack)

    engine = read(pulumi("preview", "--json").encode(), "the engine's preview")
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
