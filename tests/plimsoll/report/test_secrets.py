"""Secrets of a state that nothing marks: no output of a graph shows them."""

import json
from typing import Any

import pytest

from costing.graph.readers.detect import read
from plimsoll.report.formats import FORMATS, written
from tests.plimsoll.report.hostile import resource

LEAKED = "correct-horse-battery"
CASES: dict[str, dict[str, Any]] = {
    "pulumi:providers:aws": {"region": "us-east-1", "secretKey": LEAKED, "token": LEAKED},
    "aws:mq/broker:Broker": {"users": [{"username": "u", "password": LEAKED}]},
    "aws:rds/instance:Instance": {"engine": "postgres", "password": LEAKED},
    "aws:rds/cluster:Cluster": {"engine": "aurora-mysql", "masterPassword": LEAKED},
    "aws:iam/accessKey:AccessKey": {"secret": LEAKED, "sesSmtpPasswordV4": LEAKED},
    "aws:secretsmanager/secretVersion:SecretVersion": {"secretString": LEAKED},
    "aws:ssm/parameter:Parameter": {"type": "SecureString", "value": LEAKED},
    "aws:elasticache/replicationGroup:ReplicationGroup": {"authToken": LEAKED},
    "aws:fsx/windowsFileSystem:WindowsFileSystem": {
        "selfManagedActiveDirectory": {"password": LEAKED, "username": "u"}
    },
}


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("format_", FORMATS["graph"])
def test_unmarked_secret_is_not_shown(kind: str, format_: str) -> None:
    state = {"version": 3, "deployment": {"resources": [resource(kind, "it", CASES[kind])]}}
    text = written("graph", format_, read(json.dumps(state).encode(), "state.json"))

    assert text
    assert LEAKED not in text
