import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read
from infra.container_hosts import plan_sizes, startup_script
from infra.container_task import containers
from infra.scope import Scope
from infra.settings import ContainersSettings
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
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


def test_tasks_and_machines_lie_in_the_private_subnets_of_all_zones() -> None:
    recording, found = service()
    network = found.inputs["networkConfiguration"]
    assert [each.name for each in recording.referred(network["subnets"])] == PRIVATE
    assert network["assignPublicIp"] is False
    for group in groups().values():
        subnets = recording.referred(group.inputs["vpcZoneIdentifiers"])
        assert [each.name for each in subnets] == PRIVATE


def test_a_base_of_tasks_in_each_zone_is_on_demand_and_beyond_it_most_are_spot() -> None:
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


def test_ecs_takes_tasks_off_a_machine_before_it_goes() -> None:
    recording, _ = service()
    for each in recording.of_type(PROVIDER):
        group = each.inputs["autoScalingGroupProvider"]
        assert group["managedDraining"] == "ENABLED"
        assert group["managedTerminationProtection"] == "ENABLED"
    for each in groups().values():
        assert each.inputs["protectFromScaleIn"] is True  # what that protection needs
        assert each.ignore_changes == ("desiredCapacity",)


def test_a_release_that_does_not_start_or_errs_is_turned_back() -> None:
    recording, found = service()
    assert found.inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    alarms = found.inputs["alarms"]
    assert alarms["rollback"] is True
    guards = [
        each for each in recording.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
        if each.inputs.get("name") in alarms["alarmNames"]
    ]  # fmt: skip
    assert {each.name for each in guards} == {"containers-errors", "containers-latency"}
    target = recording.follow(found.inputs["loadBalancers"][0]["targetGroupArn"])
    for each in guards:
        assert target in recording.referred(each.inputs["dimensions"])


def test_a_release_loses_no_task_and_zones_are_kept_even() -> None:
    _, found = service()
    assert found.inputs["deploymentMinimumHealthyPercent"] == 100
    assert found.inputs["availabilityZoneRebalancing"] == "ENABLED"
    # Without this as the first, ECS evens nothing out.
    first, *_ = found.inputs["orderedPlacementStrategies"]
    assert first == {"type": "spread", "field": "attribute:ecs.availability-zone"}
    assert found.ignore_changes == ("desiredCount",)


def test_requests_of_its_path_go_to_tasks_before_the_fleet_sees_them() -> None:
    recording, found = service()
    rule = recording.one("aws:lb/listenerRule:ListenerRule", "containers")
    fleet = recording.one("aws:lb/listenerRule:ListenerRule", "serving")
    assert rule.inputs["priority"] < fleet.inputs["priority"]
    [target] = recording.referred(rule.inputs["actions"])
    [balancer] = found.inputs["loadBalancers"]
    assert recording.follow(balancer["targetGroupArn"]) == target
    assert target.inputs["targetType"] == "ip"  # a task has an address of its own
    assert any(urn.endswith("ListenerRule::containers") for urn in found.dependencies)


def test_a_task_starts_with_one_role_and_does_its_work_with_another() -> None:
    recording = recorded("everything")
    task = recording.one("aws:ecs/taskDefinition:TaskDefinition", "containers").inputs
    assert recording.follow(task["executionRoleArn"]).name == "containers-start"
    assert recording.follow(task["taskRoleArn"]).name == "containers-task"
    assert task["networkMode"] == "awsvpc"


def test_a_container_writes_to_memory_only() -> None:
    [container] = json.loads(containers(SCOPE, SETTINGS))
    assert container["readonlyRootFilesystem"] is True
    assert container["privileged"] is False
    folders = [each["containerPath"] for each in container["linuxParameters"]["tmpfs"]]
    assert folders == list(SETTINGS.writable)
    assert container["logConfiguration"]["options"]["mode"] == "non-blocking"


def test_machines_join_the_cluster_and_keep_tasks_off_their_credentials() -> None:
    recording = recorded("everything")
    cluster = recording.one("aws:ecs/cluster:Cluster", "containers").inputs["name"]
    template = recording.one("aws:ec2/launchTemplate:LaunchTemplate", "containers").inputs
    script = base64.b64decode(template["userData"]).decode()
    assert script == startup_script(cluster)
    assert f"ECS_CLUSTER={cluster}" in script
    assert "ECS_AWSVPC_BLOCK_IMDS=true" in script
    assert template["imageId"].endswith("/amazon-linux-2023/arm64/recommended/image_id")
    assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1


def test_without_spot_there_is_one_group() -> None:
    alone = ContainersSettings(instance_types=("m7i.large",), spot_max=0)
    assert plan_sizes(alone) == {"on-demand": (3, 6)}
    assert plan_sizes(SETTINGS) == {"on-demand": (3, 6), "spot": (0, 12)}
    assert alone.image_parameter.endswith("/amazon-linux-2023/recommended/image_id")


WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"min_tasks": 30}, "plimsoll:containers.min_tasks is 30, over max_tasks 24: raise max_tasks"),
    (
        {"instance_types": ["m7g.large", "m7i.large"]},
        (
            "plimsoll:containers.instance_types has m7g.large (arm64) and m7i.large, and one image "
            "runs on one architecture: keep to one"
        ),
    ),
    (
        {"instance_types": ["m7g.large"]},
        (
            "plimsoll:containers.instance_types gives 3 pools of spot capacity: name enough types, "
            "2 at least, for 6, or set spot_max to 0"
        ),
    ),
    (
        {"path": "/*"},
        (
            "plimsoll:containers.path is /*, and the fleet of plimsoll:serving answers what is "
            "left: take a narrower one, such as /containers/*"
        ),
    ),
    (
        {"on_demand_tasks": 2},
        "plimsoll:containers.on_demand_tasks is 2, and profile prod needs 3: raise it, ",
    ),
    ({"max_tasks": 4}, "plimsoll:containers.max_tasks is 4, and profile prod needs 5: raise it, "),
]


@pytest.mark.parametrize(("settings", "line"), WRONG, ids=[line for _, line in WRONG])
def test_a_wrong_setting_is_one_line_that_names_it(settings: Mapping[str, Any], line: str) -> None:
    stated = {"instance_types": TYPES, **settings}
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", {"plimsoll:containers": stated}), "plimsoll")
    assert str(caught.value).startswith(line)
