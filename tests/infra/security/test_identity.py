import json

import pytest

from infra.aws.policy_document import assumed_with_mfa
from infra.aws.session import record_sessions, session_document, session_log
from infra.configuration import read_settings
from infra.context import Context
from infra.region import regions_of
from infra.security.identity import (
    DENIED_ACTIONS,
    READING_ACTIONS,
    deny_unlogged_sessions,
    permissions_boundary,
)
from infra.security.sessions import session_preferences
from tests.infra.stacks import STACKS, changed, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
ROLE = "aws:iam/role:Role"


@pytest.mark.parametrize("stack", STACKS)
def test_every_role_has_the_permissions_boundary(stack: str) -> None:
    recording = recorded(stack)
    policy = recording.one("aws:iam/policy:Policy", "identity")
    roles = recording.of_type(ROLE)
    assert len(roles) > 1
    for role in roles:
        assert recording.follow(role.inputs["permissionsBoundary"]) == policy, role.name


def test_boundary_denies_iam_changes_and_destruction() -> None:
    statements = json.loads(permissions_boundary(CONTEXT, ["us-east-1"]))["Statement"]
    [wide] = [each for each in statements if "NotAction" in each]
    assert wide["NotAction"] == ["account:*", "iam:*", "organizations:*"]
    allowed = {
        action
        for each in statements
        if each["Effect"] == "Allow" and "Action" in each
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    changes = {"iam:PassRole", "iam:CreateServiceLinkedRole"}
    assert allowed == {*changes, *READING_ACTIONS}
    verbs = {action.partition(":")[2] for action in READING_ACTIONS}
    assert all(verb.startswith(("Describe", "Generate", "Get", "List")) for verb in verbs)
    [denied] = [each for each in statements if each["Effect"] == "Deny"]
    assert denied["Action"] == list(DENIED_ACTIONS)
    assert denied["Resource"] == "*"


def test_boundary_is_limited_to_stack_regions() -> None:
    [wide] = [
        each
        for each in json.loads(permissions_boundary(CONTEXT, ["eu-west-1", "eu-central-1"]))[
            "Statement"
        ]
        if "NotAction" in each
    ]
    regions = wide["Condition"]["StringEquals"]["aws:RequestedRegion"]
    assert regions == ["eu-central-1", "eu-west-1", "us-east-1"]


def test_stack_regions_include_standby_and_copies() -> None:
    more = {
        "standby": {"region": "us-west-2", "mode": "pilot_light", "cidr": "10.21.0.0/16"},
        "database.engine_version": "17.6",
        "recovery": {
            "copy_region": "eu-west-1",
            "critical": {"every": "day", "copy_keep_days": 7},
        },
    }
    assert regions_of(read_settings(changed("prod", {"recovery": {}}), "plimsoll")) == ["us-east-1"]
    assert regions_of(read_settings(changed("prod", more), "plimsoll")) == [
        "us-east-1",
        "eu-west-1",
        "us-west-2",
    ]


@pytest.mark.parametrize(
    ("administrators", "principal"),
    [
        ([], "arn:aws:iam::123456789012:root"),
        (["arn:aws:iam::123456789012:role/sso"], ["arn:aws:iam::123456789012:role/sso"]),
    ],
)
def test_administrator_role_requires_mfa(administrators: list[str], principal: object) -> None:
    [statement] = json.loads(assumed_with_mfa(CONTEXT, administrators, 30))["Statement"]
    assert statement["Principal"] == {"AWS": principal}
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}
    assert statement["Condition"]["NumericLessThan"] == {"aws:MultiFactorAuthAge": "1800"}


def test_instances_may_write_session_log() -> None:
    inputs = json.loads(session_preferences(CONTEXT))["inputs"]
    assert inputs["cloudWatchLogGroupName"] == session_log(CONTEXT)
    assert inputs["cloudWatchEncryptionEnabled"] is True
    written = {arn for each in record_sessions(CONTEXT) for arn in each["Resource"]}
    assert f"arn:aws:logs:us-east-1:123456789012:log-group:{session_log(CONTEXT)}:*" in written
    group = recorded("prod").one("aws:cloudwatch/logGroup:LogGroup", "identity-sessions")
    assert group.inputs["name"] == session_log(CONTEXT)


def test_administrators_may_start_logged_sessions_only() -> None:
    statement = deny_unlogged_sessions(CONTEXT, ["us-east-1"])
    documents = [each for each in statement["NotResource"] if ":document/" in each]
    assert documents == [f"arn:aws:ssm:us-east-1:123456789012:document/{session_document(CONTEXT)}"]
    document = recorded("prod").one("aws:ssm/document:Document", "identity")
    assert document.inputs["name"] == session_document(CONTEXT)
