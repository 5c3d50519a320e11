import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded

FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"
IMAGE = {"container_image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"}


def one(kind: str, name: str = "functions") -> tuple[Recording, Registered]:
    recording = recorded("everything")
    return recording, recording.one(kind, name)


def test_function_uses_private_subnets_of_all_zones() -> None:
    recording, function = one(FUNCTION)
    subnets = recording.referred(function.inputs["vpcConfig"]["subnetIds"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]


def test_function_is_in_store_client_groups() -> None:
    recording, function = one(FUNCTION)
    groups = recording.referred(function.inputs["vpcConfig"]["securityGroupIds"])
    assert {"database-clients", "cache-clients"} < {each.name for each in groups}


def test_alias_points_to_published_version() -> None:
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


def test_provisioned_concurrency_scales_by_utilization() -> None:
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


def test_api_requires_iam_and_throttles() -> None:
    _, route = one("aws:apigatewayv2/route:Route")
    assert route.inputs["authorizationType"] == "AWS_IAM"
    _, stage = one("aws:apigatewayv2/stage:Stage")
    limits = stage.inputs["defaultRouteSettings"]
    assert (limits["throttlingRateLimit"], limits["throttlingBurstLimit"]) == (100, 200)


def test_only_the_api_may_invoke_the_function() -> None:
    recording, permission = one("aws:lambda/permission:Permission")
    assert permission.inputs["principal"] == "apigateway.amazonaws.com"
    assert permission.inputs["sourceAccount"] == "123456789012"
    api = recording.follow(permission.inputs["sourceArn"])
    assert api.type == "aws:apigatewayv2/api:Api"
    _, route = one("aws:apigatewayv2/route:Route")
    method, _, path = route.inputs["routeKey"].partition(" ")
    assert permission.inputs["sourceArn"].endswith(f"/*/{method}{path}")
    assert permission.inputs["qualifier"] == "live"


def test_api_access_log_is_json() -> None:
    recording, stage = one("aws:apigatewayv2/stage:Stage")
    settings = stage.inputs["accessLogSettings"]
    assert recording.follow(settings["destinationArn"]).name == "functions-requests"
    assert json.loads(settings["format"])["status"] == "$context.status"


def test_environment_is_encrypted_with_the_data_key() -> None:
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
    (
        {"max_provisioned_concurrency": 1},
        "plimsoll:functions.min_provisioned_concurrency: 2 is above max_provisioned_concurr",
    ),
    (
        {"reserved_concurrency": 5},
        (
            "plimsoll:functions.max_provisioned_concurrency: 10 is above reserved_concurrency "
            "(5); set "
            "at most 5, or raise reserved_concurrency"
        ),
    ),
    (
        {"min_provisioned_concurrency": 1},
        "plimsoll:functions.min_provisioned_concurrency: 1 is below the execution environments ",
    ),
    (
        {"timeout_seconds": 60},
        "plimsoll:functions.timeout_seconds: 60 is invalid; input should be less ",
    ),
]


@pytest.mark.parametrize(("settings", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(settings: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", {"plimsoll:functions": {**IMAGE, **settings}}), "plimsoll")
    assert str(caught.value).startswith(line)
