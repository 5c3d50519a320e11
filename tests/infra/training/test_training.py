import base64
import json
from typing import Any

import pytest

from infra.context import Context
from infra.deployment import Deployment
from infra.training.compute_environment import allocation_strategy, plan_environments
from infra.training.job_definition import plan_retries
from infra.training.launch_template import startup_script
from infra.training.settings import JobSettings, TrainingSettings
from infra.training.training import add_training
from tests.infra.alone import alone, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
TYPES = ("g6.2xlarge", "g5.2xlarge", "g4dn.2xlarge")
ENVIRONMENT = "aws:batch/computeEnvironment:ComputeEnvironment"
QUEUE = "aws:batch/jobQueue:JobQueue"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
RESERVED = {"instance_type": "g6.2xlarge", "vcpus": 8, "count": 2, "zone": "us-east-1b"}


def batch(d: Deployment) -> None:
    add_training(d, subnets("private"), [], [])


def training(**settings: Any) -> Recording:
    return alone(batch, changes={"plimsoll:training": {"instance_types": TYPES, **settings}})


def everything() -> Recording:
    return recorded("everything")


def resources(purpose: str) -> tuple[Registered, dict[str, Any]]:
    found = everything().one(ENVIRONMENT, purpose)
    return found, found.inputs["computeResources"]


@pytest.mark.parametrize(
    ("settings", "order"),
    [
        ({}, ["spot", "on-demand"]),
        ({"reservation": RESERVED}, ["reserved", "spot", "on-demand"]),
        ({"spot_max_vcpus": 0}, ["on-demand"]),
        ({"on_demand_max_vcpus": 0}, ["spot"]),
    ],
)
def test_queue_order_is_reserved_spot_on_demand(settings: dict[str, Any], order: list[str]) -> None:
    validated = TrainingSettings.model_validate({"instance_types": TYPES, **settings})
    assert [each.purpose for each in plan_environments(validated)] == order
    recording = training(**settings)
    queue = recording.one(QUEUE, "training").inputs
    listed = sorted(queue["computeEnvironmentOrders"], key=lambda each: each["order"])
    found = [recording.follow(each["computeEnvironment"]).name for each in listed]
    assert found == [f"training-{each}" for each in order]


def test_spot_environment_uses_all_types_and_zones() -> None:
    environment, spot = resources("training-spot")
    assert spot["type"] == "SPOT"
    assert spot["allocationStrategy"] == "SPOT_PRICE_CAPACITY_OPTIMIZED"
    assert spot["instanceTypes"] == list(TYPES)
    subnets = everything().referred(spot["subnets"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]
    assert environment.inputs["type"] == "MANAGED"


def test_compute_environments_scale_to_zero() -> None:
    for each in everything().of_type(ENVIRONMENT):
        assert each.inputs["computeResources"]["minVcpus"] == 0


def test_on_demand_uses_best_fit_progressive() -> None:
    validated = TrainingSettings(instance_types=TYPES)
    strategies = {each.purpose: allocation_strategy(each) for each in plan_environments(validated)}
    assert strategies["on-demand"] == "BEST_FIT_PROGRESSIVE"


def test_reservation_matches_its_environment() -> None:
    recording = everything()
    _, reserved = resources("training-reserved")
    kept = recording.one("aws:ec2/capacityReservation:CapacityReservation", "training-reserved")
    template = recording.follow(reserved["launchTemplate"]["launchTemplateId"])
    target = template.inputs["capacityReservationSpecification"]["capacityReservationTarget"]
    assert recording.follow(target["capacityReservationId"]) == kept
    assert kept.inputs["instanceMatchCriteria"] == "targeted"
    assert [kept.inputs["instanceType"]] == reserved["instanceTypes"]
    [subnet] = recording.referred(reserved["subnets"])
    assert subnet.inputs["availabilityZone"] == kept.inputs["availabilityZone"]
    others = [recording.one(TEMPLATE, f"training-{each}") for each in ("spot", "on-demand")]
    assert all("capacityReservationSpecification" not in each.inputs for each in others)


def test_jobs_retry_after_spot_interruptions_only() -> None:
    taken = {"action": "RETRY", "on_status_reason": "Host EC2*"}
    other = {"action": "EXIT", "on_reason": "*"}
    assert plan_retries(JobSettings(attempts=3)) == {
        "attempts": 3,
        "evaluate_on_exits": [taken, other],
    }
    definition = everything().one("aws:batch/jobDefinition:JobDefinition", "training").inputs
    assert definition["retryStrategy"]["attempts"] == 5
    assert definition["timeout"] == {"attemptDurationSeconds": 24 * 3600}


def test_jobs_may_write_checkpoints() -> None:
    recording = everything()
    definition = recording.one("aws:batch/jobDefinition:JobDefinition", "training").inputs
    container = json.loads(definition["containerProperties"])
    environment = {each["name"]: each["value"] for each in container["environment"]}
    [bucket] = [
        each for each in recording.of_type("aws:s3/bucket:Bucket")
        if each.name == "checkpoints"
    ]  # fmt: skip
    assert environment["CHECKPOINTS"] == f"s3://{bucket.inputs['bucket']}"
    role = recording.one("aws:iam/role:Role", "training-job")
    assert container["jobRoleArn"] == f"arn:aws:iam::123456789012:role/{role.inputs['name']}"
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "training-job").inputs["policy"]
    written = [
        resource
        for statement in json.loads(policy)["Statement"]
        if "s3:PutObject" in statement["Action"]
        for resource in statement["Resource"]
    ]
    assert f"arn:aws:s3:::{bucket.inputs['bucket']}/*" in written
    assert container["privileged"] is False


def test_checkpoints_expire_and_are_logged() -> None:
    recording = everything()
    ages = recording.one(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "checkpoints"
    )
    [rule] = ages.inputs["rules"]
    assert rule["expiration"] == {"days": 30}
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 1}
    logging = recording.one("aws:s3/bucketLogging:BucketLogging", "checkpoints")
    assert recording.follow(logging.inputs["targetBucket"]).name == "storage-logs"


def test_failed_job_notifies() -> None:
    rule = everything().one("aws:cloudwatch/eventRule:EventRule", "training-job-failed")
    pattern = json.loads(rule.inputs["eventPattern"])
    queue = everything().one(QUEUE, "training").inputs["name"]
    arn = f"arn:aws:batch:us-east-1:123456789012:job-queue/{queue}"
    assert pattern["detail"] == {"status": ["FAILED"], "jobQueue": [arn]}


def test_blocked_jobs_are_canceled() -> None:
    actions = everything().one(QUEUE, "training").inputs["jobStateTimeLimitActions"]
    assert {each["action"] for each in actions} == {"CANCEL"}
    assert {each["maxTimeSeconds"] for each in actions} == {12 * 3600}


@pytest.mark.parametrize("name", ["training-reserved", "training-spot", "training-on-demand"])
def test_instances_require_imdsv2_and_encryption(name: str) -> None:
    template = everything().one(TEMPLATE, name).inputs
    assert template["metadataOptions"]["httpTokens"] == "required"
    [device] = template["blockDeviceMappings"]
    assert (device["ebs"]["volumeType"], device["ebs"]["encrypted"]) == ("gp3", "true")


def test_multi_node_jobs_use_a_placement_group() -> None:
    recording = everything()
    _, many = resources("multi-node")
    group = recording.one("aws:ec2/placementGroup:PlacementGroup", "multi-node")
    assert recording.follow(many["placementGroup"]) == group
    assert group.inputs["strategy"] == "cluster"
    [subnet] = recording.referred(many["subnets"])
    assert subnet.inputs["availabilityZone"] == "us-east-1d"
    assert many["type"] == "EC2"  # Batch runs such jobs on no spot
    for name in ("training-spot", "training-on-demand", "training-reserved"):
        assert "placementGroup" not in resources(name)[1]


def test_each_network_card_has_an_efa() -> None:
    recording = everything()
    template = recording.one(TEMPLATE, "multi-node").inputs
    cards = [
        (each["networkCardIndex"], each["deviceIndex"], each["interfaceType"])
        for each in template["networkInterfaces"]
    ]
    assert cards == [(0, 0, "efa"), (1, 1, "efa-only"), (2, 1, "efa-only"), (3, 1, "efa-only")]
    definition = recording.one("aws:batch/jobDefinition:JobDefinition", "multi-node").inputs
    nodes = json.loads(definition["nodeProperties"])
    assert nodes["numNodes"] == 2
    [every] = nodes["nodeRangeProperties"]
    devices = [each["hostPath"] for each in every["container"]["linuxParameters"]["devices"]]
    assert devices == [f"/dev/infiniband/uverbs{index}" for index in range(4)]


def test_all_traffic_is_allowed_among_nodes_only() -> None:
    recording = everything()
    rules = recording.of_type(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    )
    anything = [each for each in rules if each.inputs["ipProtocol"] == "-1"]
    assert {each.name for each in anything} == {"kubernetes-nodes", "multi-node"}
    for each in anything:
        ends = (each.inputs["securityGroupId"], each.inputs["referencedSecurityGroupId"])
        assert [recording.follow(end).name for end in ends] == [each.name, each.name]


def test_no_mount_without_scratch() -> None:
    assert "mount" not in startup_script(CONTEXT, mount_scratch=False)
    recording = training()
    assert recording.of_type("aws:fsx/lustreFileSystem:LustreFileSystem") == []
    encoded = recording.one(TEMPLATE, "training-spot").inputs["userData"]
    assert "lustre" not in base64.b64decode(encoded).decode()


def test_scratch_is_linked_to_data_bucket_and_mounted() -> None:
    recording = everything()
    scratch = recording.one("aws:fsx/lustreFileSystem:LustreFileSystem", "scratch")
    link = recording.one("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
                         "scratch-data").inputs  # fmt: skip
    assert recording.follow(link["fileSystemId"]) == scratch
    data = recording.one("aws:s3/bucket:Bucket", "storage-data").inputs["bucket"]
    assert link["dataRepositoryPath"] == f"s3://{data}"
    assert "autoExportPolicy" not in link["s3"]  # clients cannot change the data in S3
    parameter = recording.one("aws:ssm/parameter:Parameter", "scratch-mount")
    assert parameter.inputs["name"] in startup_script(CONTEXT, mount_scratch=True)
    encoded = recording.one(TEMPLATE, "training-spot").inputs["userData"]
    assert base64.b64decode(encoded).decode() == startup_script(CONTEXT, mount_scratch=True)
    _, spot = resources("training-spot")
    groups = {each.name for each in recording.referred(spot["securityGroupIds"])}
    assert groups == {"training", "scratch-clients"}


def test_lustre_ports_are_open_in_both_directions() -> None:
    recording = everything()
    ways = set()
    for each in recording.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"):
        if each.name.startswith("scratch-"):
            server = recording.follow(each.inputs["securityGroupId"]).name
            client = recording.follow(each.inputs["referencedSecurityGroupId"]).name
            ways.add((client, server, each.inputs["fromPort"], each.inputs["toPort"]))
    ports = [(988, 988), (1018, 1023)]
    ends = [("scratch-clients", "scratch"), ("scratch", "scratch-clients"), ("scratch", "scratch")]
    assert ways == {(*end, *port) for end in ends for port in ports}
