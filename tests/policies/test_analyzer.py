"""The analyzer reads a request once and reports one finding for one cause."""

import json
from typing import Any

import pytest
from google.protobuf import json_format

from policies import RULES
from policies.crossguard.adapter import NOT_BLOCKING, policy_of
from policies.engine.check import check
from policies.engine.selectors.permissions import POLICY
from policies.engine.selectors.security_groups import SECURITY_GROUP
from policies.engine.selectors.tokens import BUCKET, DATABASE
from policies.rules.rds.availability import rds_instance_multi_az
from tests import graphs
from tests.policies.row import declare
from tests.policies.servicer import TODAY, Declared, Pack

ADMINISTRATOR = "iam-policy-no-full-administrator-access"
EVERYTHING = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
OPEN: dict[str, Any] = {
    "description": "open",
    "ingress": [
        {"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"], "description": "all"},
    ],
}


@pytest.mark.parametrize(
    ("kind", "inputs", "prefix", "remaining"),
    [
        (POLICY, {"policy": json.dumps(EVERYTHING)}, "iam-", [ADMINISTRATOR]),
        (
            SECURITY_GROUP,
            OPEN,
            "security-group-no-public",
            ["security-group-no-public-ingress-all-ports"],
        ),
    ],
)
def test_one_fault_is_one_finding_in_the_engine(
    kind: str, inputs: dict[str, Any], prefix: str, remaining: list[str]
) -> None:
    told = Pack(RULES).examine(Declared(kind, "it", inputs))
    here = check(graphs.graph(declare(kind, "it", inputs)), RULES, today=TODAY)

    named = [policy for policy, *_ in told if policy.startswith(prefix)]
    assert named == remaining
    assert named == [each.rule.name for each in here.found if each.rule.name.startswith(prefix)]
    assert all("(also " in text for policy, *_, text in told if policy in remaining)


def test_disabled_rule_subsumes_nothing() -> None:
    pack = Pack(RULES)
    pack.configure({ADMINISTRATOR: {"enforcementLevel": "disabled"}})

    told = pack.examine(Declared(POLICY, "it", {"policy": json.dumps(EVERYTHING)}))

    assert ADMINISTRATOR not in {policy for policy, *_ in told}
    assert "iam-policy-no-wildcard-action" in {policy for policy, *_ in told}


def test_rules_for_other_types_do_not_apply() -> None:
    response = Pack(RULES).servicer.Analyze(Declared(BUCKET, "b", {}).request(), None)

    left_out = {each.policy_name for each in response.not_applicable}
    assert left_out == {
        rule.name for rule in RULES if rule.scope == "resource" and BUCKET not in rule.types
    }


def test_properties_of_a_request_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    original = json_format.MessageToDict

    def counted(message: Any) -> Any:
        read.append(message)
        return original(message)

    monkeypatch.setattr(json_format, "MessageToDict", counted)
    pack = Pack(RULES)

    pack.examine(Declared(DATABASE, "db", {"multiAz": False}, provider={"region": "us-east-1"}))

    assert len(read) == 3  # inputs, provider, outputs


def test_later_run_in_one_process_sees_changed_inputs() -> None:
    pack = Pack([rds_instance_multi_az])

    def violated(multi_az: bool) -> bool:  # noqa: FBT001
        return bool(pack.examine(Declared(DATABASE, "db", {"multiAz": multi_az})))

    assert [violated(False), violated(True), violated(False)] == [True, False, True]  # noqa: FBT003


def test_malformed_waivers_are_reported() -> None:
    pack = Pack([rds_instance_multi_az])
    pack.configure(
        {rds_instance_multi_az.name: {"enforcementLevel": "mandatory", "waivers": ["db"]}}
    )

    [(policy, level, _, text)] = pack.examine(Declared(DATABASE, "db", {"multiAz": False}))

    assert (policy, level) == (rds_instance_multi_az.name, "mandatory")
    assert text.endswith("waivers is not a list of waivers; write one object each")
    assert policy != NOT_BLOCKING


def test_policy_run_without_the_analyzer_is_an_error() -> None:
    policy: Any = policy_of(rds_instance_multi_az)

    with pytest.raises(RuntimeError, match="analyzer"):
        policy.validate(None, None)
