import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
from infra.containers.capacity import plan_sizes, startup_script
from infra.containers.settings import ContainersSettings
from infra.containers.task_definition import container_definitions
from infra.context import Context
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
TYPES = ("m7g.xlarge", "m6g.xlarge", "c7g.xlarge")
SETTINGS = ContainersSettings(instance_types=TYPES)
SERVICE = "aws:ecs/service:Service"
PROVIDER = "aws:ecs/capacityProvider:CapacityProvider"
GROUP = "aws:autoscaling/group:Group"
PRIVATE = [f"network-private-{zone}" for zone in ZONES]


def service() -> tuple[Recording, Registered]:
    recording = recorded("everything")
    return recording, recording.one(SERVICE, "containers")


def groups() -> dict[str, Registered]:
    """Return the group behind each of the service's strategies, by its provider."""
    recording, found = service()
    providers = [
        recording.follow(each["capacityProvider"])
        for each in found.inputs["capacityProviderStrategies"]
    ]
    return {
        each.name: recording.follow(each.inputs["autoScalingGroupProvider"]["autoScalingGroupArn"])
        for each in providers
    }


def test_tasks_and_instances_use_private_subnets() -> None:
    recording, found = service()
    network = found.inputs["networkConfiguration"]
    assert [each.name for each in recording.referred(network["subnets"])] == PRIVATE
    assert network["assignPublicIp"] is False
    for group in groups().values():
        subnets = recording.referred(group.inputs["vpcZoneIdentifiers"])
        assert [each.name for each in subnets] == PRIVATE


def test_on_demand_base_covers_zones_and_rest_is_spot() -> None:
    recording, found = service()
    base, beyond = found.inputs["capacityProviderStrategies"]
    assert base["base"] >= len(ZONES)
    assert beyond["weight"] > base["weight"]
    fixed, spot = groups().values()
    shares = [
        each.inputs["mixedInstancesPolicy"]["instancesDistribution"][
            "onDemandPercentageAboveBaseCapacity"
        ]
        for each in (fixed, spot)
    ]
    assert shares == [100, 0]
    assert fixed.inputs["minSize"] >= len(ZONES)
    assert spot.inputs["capacityRebalance"] is True
    providers = recording.one(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "containers"
    )
    listed = {each.name for each in recording.referred(providers.inputs["capacityProviders"])}
    assert listed == set(groups())


def test_managed_draining_is_enabled() -> None:
    recording, _ = service()
    for each in recording.of_type(PROVIDER):
        group = each.inputs["autoScalingGroupProvider"]
        assert group["managedDraining"] == "ENABLED"
        assert group["managedTerminationProtection"] == "ENABLED"
    for each in groups().values():
        assert each.inputs["protectFromScaleIn"] is True  # what that protection needs
        assert each.ignore_changes == ("desiredCapacity",)


def test_deployment_rolls_back_on_failure_or_alarm() -> None:
    recording, found = service()
    assert found.inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    alarms = found.inputs["alarms"]
    assert alarms["rollback"] is True
    rollback_alarms = [
        each for each in recording.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
        if each.inputs.get("name") in alarms["alarmNames"]
    ]  # fmt: skip
    assert {each.name for each in rollback_alarms} == {"containers-errors", "containers-latency"}
    target = recording.follow(found.inputs["loadBalancers"][0]["targetGroupArn"])
    for each in rollback_alarms:
        assert target in recording.referred(each.inputs["dimensions"])


def test_deployment_keeps_tasks_and_zone_balance() -> None:
    _, found = service()
    assert found.inputs["deploymentMinimumHealthyPercent"] == 100
    assert found.inputs["availabilityZoneRebalancing"] == "ENABLED"
    # Without this as the first, ECS evens nothing out.
    first, *_ = found.inputs["orderedPlacementStrategies"]
    assert first == {"type": "spread", "field": "attribute:ecs.availability-zone"}
    assert found.ignore_changes == ("desiredCount",)


def test_path_rule_precedes_fleet_rule() -> None:
    recording, found = service()
    rule = recording.one("aws:lb/listenerRule:ListenerRule", "containers")
    fleet = recording.one("aws:lb/listenerRule:ListenerRule", "serving")
    assert rule.inputs["priority"] < fleet.inputs["priority"]
    [target] = recording.referred(rule.inputs["actions"])
    [balancer] = found.inputs["loadBalancers"]
    assert recording.follow(balancer["targetGroupArn"]) == target
    assert target.inputs["targetType"] == "ip"  # a task has an address of its own
    assert any(urn.endswith("ListenerRule::containers") for urn in found.dependencies)


def test_task_and_execution_roles_are_separate() -> None:
    recording = recorded("everything")
    task = recording.one("aws:ecs/taskDefinition:TaskDefinition", "containers").inputs
    assert recording.follow(task["executionRoleArn"]).name == "containers-execution"
    assert recording.follow(task["taskRoleArn"]).name == "containers-task"
    assert task["networkMode"] == "awsvpc"


def test_container_root_file_system_is_read_only() -> None:
    [container] = json.loads(container_definitions(CONTEXT, SETTINGS))
    assert container["readonlyRootFilesystem"] is True
    assert container["privileged"] is False
    folders = [each["containerPath"] for each in container["linuxParameters"]["tmpfs"]]
    assert folders == list(SETTINGS.writable_paths)
    assert container["logConfiguration"]["options"]["mode"] == "non-blocking"


def test_container_instances_join_cluster_and_block_imds() -> None:
    recording = recorded("everything")
    cluster = recording.one("aws:ecs/cluster:Cluster", "containers").inputs["name"]
    template = recording.one("aws:ec2/launchTemplate:LaunchTemplate", "containers").inputs
    script = base64.b64decode(template["userData"]).decode()
    assert script == startup_script(cluster)
    assert f"ECS_CLUSTER={cluster}" in script
    assert "ECS_AWSVPC_BLOCK_IMDS=true" in script
    assert template["imageId"].endswith("/amazon-linux-2023/arm64/recommended/image_id")
    assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1


def test_no_spot_group_without_spot() -> None:
    alone = ContainersSettings(instance_types=("m7i.large",), spot_max=0)
    assert plan_sizes(alone) == {"on-demand": (3, 6)}
    assert plan_sizes(SETTINGS) == {"on-demand": (3, 6), "spot": (0, 12)}
    assert alone.image_parameter.endswith("/amazon-linux-2023/recommended/image_id")


WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"min_tasks": 30},
        (
            "plimsoll:containers.min_tasks: 30 is above max_tasks (24); set at most 24, or raise "
            "max_tasks"
        ),
    ),
    (
        {"instance_types": ["m7g.large", "m7i.large"]},
        (
            "plimsoll:containers.instance_types: m7g.large is arm64 and m7i.large is not, but one "
            "container image runs on one architecture; use types of one architecture"
        ),
    ),
    (
        {"instance_types": ["m7g.large"]},
        (
            "plimsoll:containers.instance_types: 3 spot capacity pools (1 types in 3 zones) are "
            "too "
            "few; add instance types until there are 6 pools and at least 2 types, or set spot_max "
            "to 0"
        ),
    ),
    (
        {"path": "/*"},
        (
            "plimsoll:containers.path: /* takes all requests from the fleet of plimsoll:serving; "
            "use "
            "a narrower pattern, such as /containers/*"
        ),
    ),
    (
        {"on_demand_tasks": 2},
        "plimsoll:containers.on_demand_tasks: 2 is below the number of zones (3); set at least 3",
    ),
    (
        {"max_tasks": 4},
        "plimsoll:containers.max_tasks: 4 is below the tasks needed after the loss of a zone (5)",
    ),
]


@pytest.mark.parametrize(("settings", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(settings: Mapping[str, Any], line: str) -> None:
    group = {"instance_types": TYPES, **settings}
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", {"plimsoll:containers": group}), "plimsoll")
    assert str(caught.value).startswith(line)
