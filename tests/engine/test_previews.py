"""The embedded preview and the engine's preview give the same graph."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from costing.estimate.estimate import estimate
from costing.graph import preview
from costing.graph.preview.project import read as read_project
from costing.graph.readers.detect import read
from costing.graph.resource import Graph
from costing.prices.book import installed
from tests.costing.graph.preview import test_callbacks as callbacks
from tests.costing.graph.preview.program import write
from tests.engine.command import ROOT, Pulumi, copied, has_yaml_host, stack_of
from tests.engine.conftest import REQUIRED
from tests.engine.other_stacks import deploy_others
from tests.engine.sameness import differences
from tests.test_programs import SUPPORT_DATE

YAML_FILE = YAML(typ="safe")
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/Pulumi.yaml"))
PROGRAMS = [
    *((ROOT, stack.stem.removeprefix("Pulumi.")) for stack in sorted(ROOT.glob("Pulumi.*.yaml"))),
    (ROOT, "everything"),
    *((example, "dev") for example in EXAMPLES),
]
# Programs that the engine cannot run here, each with the reason.
UNABLE = {
    "awsx-fargate": "awsx's components need its plugin, which no package registry carries",
    "eks-irsa-package": "eks' components need its plugin, which no package registry carries",
    "eks-package": "eks' components need its plugin, which no package registry carries",
    "hub-and-spoke": "awsx's components need its plugin, which no package registry carries",
    "existing-network": "this engine omits ids of read resources, which the SDK requires",
    "reference-unknown": "the engine refuses a reference to a stack that does not exist",
}
KINDS = [
    path.parent
    for path in sorted((ROOT / "tests" / "programs").glob("*/Pulumi.yaml"))
    if path.parent.name not in UNABLE
]


@pytest.mark.parametrize(
    ("project", "stack"), PROGRAMS, ids=[f"{path.name}-{stack}" for path, stack in PROGRAMS]
)
def test_preview_and_deployment_have_the_same_graph(
    tmp_path: Path, project: Path, stack: str
) -> None:
    skip_without_host(project)
    pulumi = stack_of(project, stack, tmp_path)

    printed = pulumi("preview", "--json")
    engine = read(printed.encode(), "the engine's preview")
    assert list(differences(preview.run(pulumi.project, stack), engine)) == []
    if stack != "prod":  # the stack "everything" deploys all of it
        deploy_and_destroy(pulumi)


def deploy_and_destroy(pulumi: Pulumi) -> None:
    pulumi("up", "--yes", "--skip-preview")
    pulumi("preview", "--expect-no-changes")
    exported = pulumi("stack", "export")
    deployed = {each["urn"] for each in json.loads(exported)["deployment"]["resources"]}
    graph = read(exported.encode(), "the export")
    assert {each.urn for each in (*graph.components, *graph.resources)} == deployed
    if any(each.protect for each in graph.resources):
        assert "because it is protected" in pulumi("destroy", "--yes", fails=True)
        pulumi("state", "unprotect", "--all", "--yes")
    pulumi("destroy", "--yes", "--skip-preview")
    assert "resources" not in json.loads(pulumi("stack", "export"))["deployment"]


@pytest.mark.parametrize("project", KINDS, ids=lambda path: path.name)
def test_programs_have_the_same_graph_and_monthly_cost(project: Path, tmp_path: Path) -> None:
    skip_without_host(project)
    files = sorted(project.glob("Pulumi.*.yaml"))
    stack = files[0].stem.removeprefix("Pulumi.") if files else "dev"
    pulumi = Pulumi(copied(project, tmp_path), tmp_path / "kept")
    secrets = without_secrets(pulumi.project)
    pulumi("stack", "init", stack)
    for key in secrets:
        pulumi("config", "set", "--secret", "--path", key, "made-up")
    deploy_others(pulumi, stack)

    engine = read(pulumi("preview", "--json").encode(), "the engine's preview")
    embedded = preview.run(pulumi.project, stack)
    assert list(differences(embedded, engine)) == []
    assert monthly_cost(embedded) == monthly_cost(engine)


def skip_without_host(project: Path) -> None:
    """Skip a YAML program whose host is not built, unless the engine is required."""
    is_yaml = read_project(project).language == "yaml"
    if is_yaml and not has_yaml_host() and not REQUIRED:
        pytest.skip("the host of YAML programs is not built: make engine")


def monthly_cost(graph: Graph) -> Decimal:
    return estimate(graph, installed(), on=SUPPORT_DATE).monthly_cost


def test_every_exception_is_a_program() -> None:
    assert UNABLE.keys() <= {path.name for path in (ROOT / "tests" / "programs").iterdir()}


NETWORK = """
import pulumi
pulumi.export("vpcId", "vpc-0aa11bb22cc33dd44")
pulumi.export("privateSubnetIds", ["subnet-0aa11bb22cc33dd44", "subnet-1aa11bb22cc33dd44"])
pulumi.export("token", pulumi.Output.secret("correct-horse"))
"""


def test_stack_references_are_read_from_a_local_backend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = write(tmp_path / "network", NETWORK, project="name: network\nruntime: python\n")
    deployed = Pulumi(network, tmp_path / "kept")
    deployed("stack", "init", "prod")
    deployed("up", "--yes", "--skip-preview")
    project = copied(ROOT / "tests" / "programs" / "reference-stated", tmp_path)
    main = project / "__main__.py"
    main.write_text(main.read_text().replace("acme/network", "organization/network"))
    (project / "Pulumi.prod.yaml").write_text("config: {aws:region: us-east-1}")
    pulumi = Pulumi(project, tmp_path / "kept")
    pulumi("stack", "init", "prod")
    engine = read(pulumi("preview", "--json").encode(), "the engine's preview")

    monkeypatch.setenv("PULUMI_BACKEND_URL", pulumi.environment()["PULUMI_BACKEND_URL"])
    assert list(differences(preview.run(project, "prod"), engine)) == []


def test_the_same_callbacks_run(tmp_path: Path) -> None:
    source = "import sys; sys.path.insert(0, 'site-packages')\n" + callbacks.PROGRAM
    folder = write(tmp_path / "shop", source, files=callbacks.LIBRARY)
    ran = folder / "ran.txt"
    preview.run(folder)
    ours = sorted(ran.read_text().splitlines())
    ran.unlink()
    pulumi = Pulumi(folder, tmp_path / "kept")
    pulumi("stack", "init", "dev")
    pulumi("preview", "--json")

    assert ours == sorted(ran.read_text().splitlines())


def without_secrets(project: Path) -> list[str]:
    """Remove the encrypted settings from a project's stack files; return their paths.

    They were encrypted with another passphrase.
    """
    found: list[str] = []
    for path in project.glob("Pulumi.*.yaml"):
        settings = YAML_FILE.load(path) or {}
        settings.pop("encryptionsalt", None)
        config = settings.get("config") or {}
        secrets = [key for key, value in config.items() if contains_secret(value)]
        found += [name for key in secrets for name in secret_paths(key, config.pop(key))]
        YAML_FILE.dump(settings, path)
    return found


def contains_secret(value: Any) -> bool:
    match value:
        case {"secure": _}:
            return True
        case dict():
            return any(map(contains_secret, value.values()))
    return False


def secret_paths(path: str, value: Any) -> list[str]:
    if isinstance(value, dict) and "secure" not in value:
        return [name for key, each in value.items() for name in secret_paths(f"{path}.{key}", each)]
    return [path]
