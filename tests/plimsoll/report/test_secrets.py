"""Secrets of a state: no output shows one that the engine or the SDK's schema marks."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from costing.graph.readers.detect import read
from costing.graph.readers.values import SECRET_VALUE, SIGNATURE
from costing.graph.schema.secrets import secrets
from plimsoll.cli import main
from plimsoll.report.formats import FORMATS, written
from tests.plimsoll.report.hostile import resource

LEAKED = "correct-horse-battery"
PARAMETER = "aws:ssm/parameter:Parameter"
NESTED: dict[str, dict[str, Any]] = {
    "pulumi:providers:aws": {"region": "us-east-1", "secretKey": LEAKED, "token": LEAKED},
    "aws:mq/broker:Broker": {"users": [{"username": "u", "password": LEAKED}]},
    "aws:fsx/windowsFileSystem:WindowsFileSystem": {
        "selfManagedActiveDirectory": {"password": LEAKED, "username": "u"}
    },
    "aws:glue/connection:Connection": {
        "connectionType": "JDBC",
        "connectionProperties": {"JDBC_ENFORCE_SSL": LEAKED, "PASSWORD": LEAKED},
    },
    PARAMETER: {"type": "String", "tier": "Intelligent-Tiering", "value": LEAKED},
}
MARKED = {SIGNATURE: SECRET_VALUE, "plaintext": json.dumps(LEAKED)}
# Inputs that cost models and rules read, with a secret that the engine marks.
ENGINE: Mapping[str, dict[str, Any]] = {
    "aws:ec2/instance:Instance": {
        "instanceType": MARKED,
        "userData": MARKED,
        "tags": {"t": MARKED},
    },
    "aws:rds/instance:Instance": {"instanceClass": MARKED, "engine": MARKED, "multiAz": MARKED},
    "aws:lambda/function:Function": {
        "memorySize": MARKED,
        "environment": {"variables": {"A": MARKED}},
    },
    "aws:s3/bucket:Bucket": {"bucket": MARKED, "tags": MARKED},
    "aws:sqs/queue:Queue": {"name": MARKED, "policy": MARKED, "tags": {"team": MARKED}},
    "aws:iam/role:Role": {"assumeRolePolicy": MARKED, "description": MARKED},
    "aws:ecs/taskDefinition:TaskDefinition": {"containerDefinitions": MARKED, "cpu": MARKED},
    "aws:cloudwatch/logGroup:LogGroup": {"retentionInDays": MARKED, "kmsKeyId": MARKED},
}


def exported(value: str, region: str = "us-east-1") -> dict[str, Any]:
    """Return a state with a secret in every input that the SDK marks, and in those of ENGINE."""
    of_schema = {kind: dict.fromkeys(names, LEAKED) for kind, names in secrets().items()}
    cases = [*of_schema.items(), *NESTED.items(), *ENGINE.items()]
    resources = [
        resource(kind, f"it-{index}", {**inputs, "region": region})
        for index, (kind, inputs) in enumerate(cases)
    ]
    text = json.dumps({"version": 3, "deployment": {"resources": resources}})
    return dict(json.loads(text.replace(LEAKED, value)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "state.json").write_text(json.dumps(exported(LEAKED)))
    (tmp_path / "base.json").write_text(json.dumps(exported(f"{LEAKED}{'x' * 5000}")))
    return tmp_path


COMMANDS = (
    *(f"cost state.json --allow-gaps --format {each}" for each in FORMATS["estimate"]),
    *(f"check state.json --profile regulated --format {each}" for each in FORMATS["check"]),
    "check state.json --framework soc2",
    *(f"graph state.json --format {each}" for each in FORMATS["graph"]),
    *(f"diff base.json state.json --format {each}" for each in FORMATS["diff"]),
    "explain state.json aws:ssm/parameter:Parameter::it-{parameter} --format json",
    "explain state.json aws:ssm/parameter:Parameter::it-{parameter}",
    "usage init state.json",
    "recommendations state.json --format json",
    "report state.json --allow-gaps --details",
)


def test_no_command_shows_a_secret(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parameter = len(secrets()) + [*NESTED].index(PARAMETER)
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main(command.format(parameter=parameter).split())
        printed = capsys.readouterr()
        assert ended.value.code in {None, 0, 1}, (command, printed.err)
        assert printed.out, command
        assert LEAKED not in printed.out + printed.err, command
    for path in (folder / "build").iterdir():
        assert LEAKED not in path.read_text(), path


@pytest.mark.parametrize(
    "kind", [*NESTED, "aws:rds/instance:Instance", "aws:iam/accessKey:AccessKey"]
)
def test_graph_with_unmarked_secret_is_read_back(kind: str) -> None:
    inputs = NESTED.get(kind) or dict.fromkeys(secrets()[kind], LEAKED)
    state = {"version": 3, "deployment": {"resources": [resource(kind, "it", inputs)]}}
    text = written("graph", "json", read(json.dumps(state).encode(), "state.json"))

    assert LEAKED not in text
    assert read(text.encode(), "graph.json").resources[0].type == kind
