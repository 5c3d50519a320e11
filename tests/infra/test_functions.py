import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded

FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"
IMAGE = {"container_image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"}


def one(kind: str, name: str = "functions") -> tuple[Recording, Registered]:
    recording = recorded("everything")
    return recording, recording.one(kind, name)


def test_a_function_lies_in_the_private_subnets_of_all_zones() -> None:
    recording, function = one(FUNCTION)
    subnets = recording.referred(function.inputs["vpcConfig"]["subnetIds"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]


def test_a_function_reaches_the_stores_as_the_fleet_does() -> None:
    recording, function = one(FUNCTION)
    groups = recording.referred(function.inputs["vpcConfig"]["securityGroupIds"])
    assert {"database-clients", "cache-clients"} < {each.name for each in groups}


def test_callers_know_an_alias_and_a_release_is_a_version() -> None:
    recording, function = one(FUNCTION)
    assert function.inputs["publish"] is True
    _, alias = one(ALIAS)
    assert recording.follow(alias.inputs["functionVersion"]) == function
    _, integration = one("aws:apigatewayv2/integration:Integration")
    assert recording.follow(integration.inputs["integrationUri"]) == alias
    warm = recording.one(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "functions"
    )
    assert warm.inputs["qualifier"] == alias.inputs["name"]


def test_what_is_warm_grows_before_it_is_all_busy_and_updates_leave_it_alone() -> None:
    recording, function = one(FUNCTION)
    _, target = one("aws:appautoscaling/target:Target")
    assert target.inputs["minCapacity"] == 2
    assert target.inputs["maxCapacity"] <= function.inputs["reservedConcurrentExecutions"]
    assert recording.referred(target.inputs["resourceId"]) == [function]
    assert target.inputs["resourceId"].endswith(":live")
    _, policy = one("aws:appautoscaling/policy:Policy")
    tracked = policy.inputs["targetTrackingScalingPolicyConfiguration"]
    assert tracked["targetValue"] < 1
    _, warm = one("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")
    assert warm.ignore_changes == ("provisionedConcurrentExecutions",)


def test_only_who_signs_asks_and_only_so_often() -> None:
    _, route = one("aws:apigatewayv2/route:Route")
    assert route.inputs["authorizationType"] == "AWS_IAM"
    _, stage = one("aws:apigatewayv2/stage:Stage")
    limits = stage.inputs["defaultRouteSettings"]
    assert (limits["throttlingRateLimit"], limits["throttlingBurstLimit"]) == (100, 200)


def test_only_this_interface_calls_the_function() -> None:
    recording, permission = one("aws:lambda/permission:Permission")
    assert permission.inputs["principal"] == "apigateway.amazonaws.com"
    assert permission.inputs["sourceAccount"] == "123456789012"
    api = recording.follow(permission.inputs["sourceArn"])
    assert api.type == "aws:apigatewayv2/api:Api"
    _, route = one("aws:apigatewayv2/route:Route")
    method, _, path = route.inputs["routeKey"].partition(" ")
    assert permission.inputs["sourceArn"].endswith(f"/*/{method}{path}")
    assert permission.inputs["qualifier"] == "live"


def test_requests_are_recorded_as_json() -> None:
    recording, stage = one("aws:apigatewayv2/stage:Stage")
    settings = stage.inputs["accessLogSettings"]
    assert recording.follow(settings["destinationArn"]).name == "functions-requests"
    assert json.loads(settings["format"])["status"] == "$context.status"


def test_what_it_is_told_is_encrypted_with_our_key_which_its_role_may_use() -> None:
    recording, function = one(FUNCTION)
    assert recording.follow(function.inputs["kmsKeyArn"]).name == "keys-data"
    _, policy = one("aws:iam/rolePolicy:RolePolicy")
    uses = [
        each["Condition"]["StringEquals"]["kms:ViaService"]
        for each in json.loads(policy.inputs["policy"])["Statement"]
        if "kms:Decrypt" in each["Action"]
    ]
    assert ["s3.us-east-1.amazonaws.com", "lambda.us-east-1.amazonaws.com"] in uses


WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"max_warm": 1}, "plimsoll:functions.max_warm is 1, under min_warm 2: raise it"),
    (
        {"max_concurrency": 5},
        (
            "plimsoll:functions.max_concurrency is 5, and what is warm comes out of it: raise it "
            "to max_warm 10, or lower that"
        ),
    ),
    ({"min_warm": 1}, "plimsoll:functions.min_warm is 1, and profile prod needs 2: raise it, "),
    ({"timeout_seconds": 60}, "plimsoll:functions.timeout_seconds is 60: input should be less "),
]


@pytest.mark.parametrize(("settings", "line"), WRONG, ids=[line for _, line in WRONG])
def test_a_wrong_setting_is_one_line_that_names_it(settings: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", {"plimsoll:functions": {**IMAGE, **settings}}), "plimsoll")
    assert str(caught.value).startswith(line)
