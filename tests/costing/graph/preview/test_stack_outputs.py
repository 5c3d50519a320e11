"""Outputs of other stacks: given in a file, read of a local backend, or unknown."""

import gzip
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from costing.errors import CostingError
from costing.graph import preview
from costing.graph.preview.stack_outputs import StackOutputs, given, local_backend
from costing.graph.resource import Graph
from costing.model import SECRET, UNKNOWN
from tests.costing.graph.preview.program import PROJECT, STACK, links, one, run, write

PROGRAM = """
reference = pulumi.StackReference("org/network/prod")
aws.ec2.Subnet("subnet", vpc_id=reference.require_output("vpcId"),
               cidr_block=reference.outputs["cidr"], map_public_ip_on_launch=False,
               tags={"count": reference.get_output("count").apply(str),
                     "token": reference.get_output("token"),
                     "joined": pulumi.Output.concat("x-", reference.get_output("token")),
                     "nested": reference.get_output("nested").apply(lambda it: it["a"]),
                     "missing": reference.get_output("missing").apply(repr)})
"""
OUTPUTS = {
    "vpcId": "vpc-0abc",
    "cidr": "10.0.0.0/24",
    "count": 3,
    "token": "[secret]",
    "nested": {"a": "b"},
}
SECRET_OUTPUT = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                 "ciphertext": "v1:aaaa"}  # fmt: skip


def checkpoint(outputs: dict[str, Any], *, project: str = "network") -> bytes:
    urn = f"urn:pulumi:prod::{project}::pulumi:pulumi:Stack::{project}-prod"
    stack = {"urn": urn, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": outputs}
    file = {"version": 3, "checkpoint": {"latest": {"resources": [stack]}}}
    return json.dumps(file).encode()


def backend(folder: Path, name: str, content: bytes) -> str:
    path = folder / ".pulumi" / "stacks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return f"file://{folder}"


def of_file(folder: Path, tmp_path: Path, _: pytest.MonkeyPatch) -> Graph:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps({"network/prod": OUTPUTS}))
    return preview.run(folder, assumptions=preview.Assumptions(stack_outputs=path))


def of_setting(folder: Path, _: Path, __: pytest.MonkeyPatch, key: str = "stackOutputs") -> Graph:
    (folder / "outputs.yaml").write_text(json.dumps({"org/network/prod": OUTPUTS}))
    (folder / "Pulumi.dev.yaml").write_text(f"{STACK}  plimsoll:{key}: outputs.yaml\n")
    return preview.run(folder)


def of_former_setting(folder: Path, path: Path, patch: pytest.MonkeyPatch) -> Graph:
    return of_setting(folder, path, patch, "stackReferences")


def of_environment(folder: Path, path: Path, patch: pytest.MonkeyPatch) -> Graph:
    content = checkpoint({**OUTPUTS, "token": SECRET_OUTPUT})
    patch.setenv("PULUMI_BACKEND_URL", backend(path / "kept", "network/prod.json", content))
    return preview.run(folder)


def of_project(folder: Path, path: Path, patch: pytest.MonkeyPatch) -> Graph:
    patch.delenv("PULUMI_BACKEND_URL", raising=False)
    content = gzip.compress(checkpoint({**OUTPUTS, "token": SECRET_OUTPUT}))
    url = backend(path / "kept", "network/prod.json.gz", content)
    (folder / "Pulumi.yaml").write_text(f"{PROJECT}backend: {{url: '{url}?metadata=skip'}}\n")
    return preview.run(folder)


def of_login(folder: Path, path: Path, patch: pytest.MonkeyPatch) -> Graph:
    patch.delenv("PULUMI_BACKEND_URL", raising=False)
    patch.setenv("PULUMI_HOME", str(path))
    url = backend(path / "kept", "network/prod.json", checkpoint(
        {**OUTPUTS, "token": SECRET_OUTPUT}))  # fmt: skip
    (path / "credentials.json").write_text(json.dumps({"current": url}))
    return preview.run(folder)


@pytest.mark.parametrize(
    "source", [of_file, of_setting, of_former_setting, of_environment, of_project, of_login]
)
def test_outputs_of_another_stack_are_known(
    source: Callable[[Path, Path, pytest.MonkeyPatch], Graph],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = source(write(tmp_path / "project", PROGRAM), tmp_path, monkeypatch)
    subnet = one(graph, "subnet")
    assert subnet.inputs["vpcId"] == "vpc-0abc"
    assert subnet.inputs["tags"] == {
        "count": "3.0",  # as the engine sends numbers
        "token": SECRET,
        "joined": SECRET,
        "nested": "b",
        "missing": "None",
    }
    assert graph.source.callbacks_not_run == ()
    assert one(graph, "org/network/prod", "StackReference").external


def test_a_secret_of_another_stack_is_not_given_to_a_callback(tmp_path: Path) -> None:
    (tmp_path / "outputs.yaml").write_text('network/prod: {token: "[secret]"}\n')
    source = """
    reference = pulumi.StackReference("org/network/prod")
    reference.get_output("token").apply(lambda text: open("ran.txt", "w").write(text))
    aws.s3.Bucket("b", tags={"token": reference.get_output("token")})
    """
    folder = write(tmp_path / "project", source)
    given_file = tmp_path / "outputs.yaml"
    graph = preview.run(folder, assumptions=preview.Assumptions(stack_outputs=given_file))
    assert not (folder / "ran.txt").exists()
    assert graph.source.callbacks_not_run == ("__main__.py:7",)
    assert one(graph, "b").inputs["tags"] == {"token": SECRET}
    assert links(one(graph, "b")) == {"tags.token": ["org/network/prod.token"]}
    assumed = preview.Assumptions(ids=True, stack_outputs=given_file)
    assert one(preview.run(folder, assumptions=assumed), "b").inputs["tags"] == {"token": SECRET}


def test_unknown_outputs_are_one_warning_with_the_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}/none")
    with caplog.at_level(logging.WARNING):
        graph = run(tmp_path, PROGRAM)
    assert one(graph, "subnet").inputs["vpcId"] is UNKNOWN
    (said,) = [record.getMessage() for record in caplog.records]
    assert said == (
        "__main__.py:6: the outputs of stack org/network/prod are unknown; specify them with "
        "--stack-outputs FILE or plimsoll:stackOutputs"
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("org/network/prod", "network/prod.json"),
        ("prod", "shop/prod.json"),
        ("org/prod", "shop/prod.json"),
        ("prod", "prod.json"),
        ("org/shop/prod", "prod.json"),
        ("org/network/prod", "network/prod.json.gz"),
    ],
)
def test_a_stack_is_found_where_a_local_backend_keeps_it(
    tmp_path: Path, name: str, path: str
) -> None:
    content = checkpoint({"a": 1.5, "b": [2]})
    backend(tmp_path, path, gzip.compress(content) if path.endswith(".gz") else content)
    assert StackOutputs("shop", backend=tmp_path).of(name) == {"a": 1.5, "b": [2]}
    assert StackOutputs("shop", backend=tmp_path).of("org/other/none") is None


def test_a_stack_without_resources_has_no_outputs(tmp_path: Path) -> None:
    backend(tmp_path, "shop/new.json", b'{"version": 3, "checkpoint": {"latest": null}}')
    assert StackOutputs("shop", backend=tmp_path).of("new") == {}


@pytest.mark.parametrize(
    ("environ", "specified", "expected"),
    [
        ({"PULUMI_BACKEND_URL": "file:///a/b"}, "file:///c", "/a/b"),
        ({}, "file:///c%20d?metadata=skip", "/c d"),
        ({}, "file://./state", "/project/state"),
        ({"PULUMI_BACKEND_URL": "https://api.pulumi.com"}, "file:///c", None),
        ({"PULUMI_BACKEND_URL": "s3://bucket"}, None, None),
        ({}, None, None),
    ],
)
def test_the_backend_is_the_one_that_the_cli_uses(
    tmp_path: Path, environ: dict[str, str], specified: str | None, expected: str | None
) -> None:
    found = local_backend(specified, Path("/project"), {"PULUMI_HOME": str(tmp_path), **environ})
    assert found == (Path(expected) if expected else None)


@pytest.mark.parametrize("text", ["- a\n", "network: vpc-1\n", "a: {b: 1\n"])
def test_a_file_of_another_shape_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "outputs.yaml"
    path.write_text(text)
    with pytest.raises(CostingError) as raised:
        given(path)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


def test_unreadable_checkpoint_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_BACKEND_URL", backend(tmp_path, "network/prod.json", b"{"))
    with pytest.raises(CostingError) as raised:
        run(tmp_path / "project", PROGRAM)
    path = tmp_path / ".pulumi" / "stacks" / "network" / "prod.json"
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)
