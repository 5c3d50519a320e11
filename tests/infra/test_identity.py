import json

import pytest

from infra.configuration import read
from infra.identity import NEVER, boundary, only_recorded_sessions, trust
from infra.platform.ground import regions_of
from infra.scope import Scope
from infra.sessions import preferences, session_document, session_log, write_sessions
from tests.infra.stacks import STACKS, changed, recorded

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
ROLE = "aws:iam/role:Role"


@pytest.mark.parametrize("stack", STACKS)
def test_no_role_is_without_the_boundary(stack: str) -> None:
    recording = recorded(stack)
    policy = recording.one("aws:iam/policy:Policy", "identity")
    roles = recording.of_type(ROLE)
    assert len(roles) > 1
    for role in roles:
        assert recording.follow(role.inputs["permissionsBoundary"]) == policy, role.name


def test_a_boundary_lets_nobody_change_rights_or_hide_what_was_done() -> None:
    statements = json.loads(boundary(SCOPE, ["us-east-1"]))["Statement"]
    [wide] = [each for each in statements if "NotAction" in each]
    assert wide["NotAction"] == ["account:*", "iam:*", "organizations:*"]
    allowed = {
        action
        for each in statements
        if each["Effect"] == "Allow" and "Action" in each
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    assert allowed == {"iam:GetRole", "iam:PassRole", "iam:CreateServiceLinkedRole"}
    [denied] = [each for each in statements if each["Effect"] == "Deny"]
    assert denied["Action"] == list(NEVER)
    assert denied["Resource"] == "*"


def test_a_boundary_ends_at_the_stack_s_regions_and_where_global_services_are() -> None:
    [wide] = [
        each
        for each in json.loads(boundary(SCOPE, ["eu-west-1", "eu-central-1"]))["Statement"]
        if "NotAction" in each
    ]
    regions = wide["Condition"]["StringEquals"]["aws:RequestedRegion"]
    assert regions == ["eu-central-1", "eu-west-1", "us-east-1"]


def test_a_stack_s_regions_are_its_own_the_standby_s_and_its_copies() -> None:
    more = {
        "standby": {"region": "us-west-2", "mode": "pilot_light", "cidr": "10.21.0.0/16"},
        "database.engine_version": "17.6",
        "recovery": {
            "copy_region": "eu-west-1",
            "critical": {"every": "day", "copy_keep_days": 7},
        },
    }
    assert regions_of(read(changed("prod", {"recovery": {}}), "plimsoll")) == ["us-east-1"]
    assert regions_of(read(changed("prod", more), "plimsoll")) == [
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
def test_an_administrator_shows_a_second_factor_first(
    administrators: list[str], principal: object
) -> None:
    [statement] = json.loads(trust(SCOPE, administrators, 30))["Statement"]
    assert statement["Principal"] == {"AWS": principal}
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}
    assert statement["Condition"]["NumericLessThan"] == {"aws:MultiFactorAuthAge": "1800"}


def test_a_session_is_recorded_where_instances_may_write_it() -> None:
    inputs = json.loads(preferences(SCOPE))["inputs"]
    assert inputs["cloudWatchLogGroupName"] == session_log(SCOPE)
    assert inputs["cloudWatchEncryptionEnabled"] is True
    written = {arn for each in write_sessions(SCOPE) for arn in each["Resource"]}
    assert f"arn:aws:logs:us-east-1:123456789012:log-group:{session_log(SCOPE)}:*" in written
    group = recorded("prod").one("aws:cloudwatch/logGroup:LogGroup", "identity-sessions")
    assert group.inputs["name"] == session_log(SCOPE)


def test_administrators_start_no_session_but_a_recorded_one() -> None:
    statement = only_recorded_sessions(SCOPE, ["us-east-1"])
    documents = [each for each in statement["NotResource"] if ":document/" in each]
    assert documents == [f"arn:aws:ssm:us-east-1:123456789012:document/{session_document(SCOPE)}"]
    document = recorded("prod").one("aws:ssm/document:Document", "identity")
    assert document.inputs["name"] == session_document(SCOPE)
