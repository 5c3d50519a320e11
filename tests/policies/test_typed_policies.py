"""The servicer reads a request once, and skips policies for other types."""

from typing import Any

import pulumi_policy.policy as sdk
import pytest
from google.protobuf import json_format

from policies import RULES
from policies.crossguard.typed_policies import READING, read_once
from policies.engine.selectors.tokens import BUCKET, DATABASE
from tests.policies.servicer import Declared, Pack

LOGS = Declared("aws:cloudwatch/logGroup:LogGroup", "logs", {"retentionInDays": 0})
STACK = (
    Declared(BUCKET, "models", {}),
    Declared(DATABASE, "db", {"multiAz": False}, provider={"region": "us-east-1"}),
    Declared(DATABASE, "other", {"multiAz": True, "deletionProtection": True}),
    LOGS,
)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the messages that the servicer reads; undo the replacement of the SDK's functions."""
    for name in ("json_format", "deserialize_properties", "unknown_checking_proxy"):
        monkeypatch.setattr(sdk, name, getattr(sdk, name))
    read: list[Any] = []
    original = json_format.MessageToDict

    def counted(message: Any) -> Any:
        read.append(message)
        return original(message)

    monkeypatch.setattr(json_format, "MessageToDict", counted)
    READING.forget()
    return read


def test_findings_are_the_same_and_requests_read_once(reads: list[Any]) -> None:
    before = Pack(RULES).examine(*STACK)
    without = len(reads)
    reads.clear()
    read_once()

    assert Pack(RULES).examine(*STACK) == before
    # The first policy of a request is followed by one that reads again; then nothing does.
    assert len(reads) < without / 20


def test_policy_for_other_types_reads_nothing(reads: list[Any]) -> None:
    rules = [rule for rule in RULES if rule.scope == "resource" and LOGS.type not in rule.types]
    pack = Pack(rules)
    pack.servicer.Analyze(LOGS.request(), None)

    assert len(reads) == 1  # by the policy that keeps inputs


@pytest.mark.usefixtures("reads")
def test_second_run_in_one_process_sees_changed_inputs() -> None:
    read_once()
    pack = Pack(RULES)

    def violated(multi_az: bool) -> bool:  # noqa: FBT001
        found = pack.examine(Declared(DATABASE, "db", {"multiAz": multi_az}))
        return any(name == "rds-instance-multi-az" for name, *_ in found)

    assert [violated(False), violated(True), violated(False)] == [True, False, True]  # noqa: FBT003
