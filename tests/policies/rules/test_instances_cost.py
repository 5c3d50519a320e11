"""Cost rules for instances, versions and sizes."""

from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.changes import changed
from policies.engine.selectors.tokens import (
    DATABASE,
    DOMAIN,
    EKS_CLUSTER,
    GROUP,
    INSTANCE,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    NOTEBOOK,
    REPLICATION_GROUP,
)
from policies.rules.autoscaling.accelerators import asg_accelerators_only_for_listed_workloads
from policies.rules.autoscaling.capacity import asg_can_scale_in
from policies.rules.autoscaling.spot import TRAINING_JOB, asg_batch_workload_on_spot
from policies.rules.cross_service.engine_versions import engine_version_no_extended_support
from policies.rules.cross_service.instance_types import (
    instance_current_generation,
    instance_managed_service_on_graviton,
)
from policies.rules.cross_service.limits import (
    KEPT,
    NODES,
    node_count_limit,
    snapshot_retention_limit,
)
from policies.rules.ec2.instances import ec2_volume_delete_on_termination
from policies.rules.sagemaker.notebook import sagemaker_notebook_idle_shutdown
from policies.rules.sagemaker.training import sagemaker_training_maximum_runtime
from tests.policies.row import Row, declare, findings

REFUSED = "open-source-rds-extended-support-disabled"


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


def group(workload: Any, instance_type: Any = "g6.xlarge", **inputs: Any) -> list[Resource]:
    tags = [{"key": "workload", "value": workload}] if workload else []
    template = {"overrides": [{"instanceType": instance_type}]}
    specified = {"mixedInstancesPolicy": {"launchTemplate": template}, "tags": tags, "maxSize": 4}
    return one(GROUP, **{**specified, **inputs})


def nodes(workload: str, capacity: Any = None) -> list[Resource]:
    return one(NODE_GROUP, tags={"workload": workload}, capacityType=capacity)


def database(version: Any, **inputs: Any) -> list[Resource]:
    return one(DATABASE, engine="postgres", engineVersion=version, **inputs)


ROWS = [
    Row(instance_current_generation, None, one(INSTANCE, instanceType="m7g.large")),
    Row(instance_current_generation, "violation", one(INSTANCE, instanceType="m4.large")),
    Row(instance_current_generation, "violation", one(DATABASE, instanceClass="db.r4.large")),
    Row(instance_current_generation, "unknown", one(INSTANCE, instanceType=UNKNOWN)),
    Row(
        instance_current_generation,
        "violation",
        one(DOMAIN, clusterConfig={"instanceType": "m4.large.search"}),
    ),
    Row(instance_managed_service_on_graviton, None, one(DATABASE, instanceClass="db.m7g.large")),
    Row(
        instance_managed_service_on_graviton,
        None,
        one(DATABASE, instanceClass="db.m6i.large", engine="sqlserver-se"),
    ),
    Row(
        instance_managed_service_on_graviton,
        "violation",
        one(DATABASE, instanceClass="db.m6i.large"),
    ),
    Row(
        instance_managed_service_on_graviton,
        "violation",
        one(REPLICATION_GROUP, nodeType="cache.r5.large"),
    ),
    Row(instance_managed_service_on_graviton, "unknown", one(DATABASE, instanceClass=UNKNOWN)),
    Row(asg_accelerators_only_for_listed_workloads, None, group("training")),
    Row(asg_accelerators_only_for_listed_workloads, None, group(None)),
    Row(asg_accelerators_only_for_listed_workloads, None, group("web", "m7g.large")),
    Row(asg_accelerators_only_for_listed_workloads, "violation", group("web")),
    Row(asg_accelerators_only_for_listed_workloads, "violation", group("training", maxSize=40)),
    Row(asg_accelerators_only_for_listed_workloads, "violation", group("training"), {"most": 3}),
    Row(asg_accelerators_only_for_listed_workloads, "unknown", group("web", UNKNOWN)),
    Row(asg_batch_workload_on_spot, None, nodes("batch", "SPOT")),
    Row(asg_batch_workload_on_spot, None, nodes("serving")),
    Row(asg_batch_workload_on_spot, "violation", nodes("batch")),
    Row(asg_batch_workload_on_spot, "violation", group("training")),
    Row(asg_batch_workload_on_spot, "unknown", nodes("batch", UNKNOWN)),
    Row(asg_batch_workload_on_spot, None, one(TRAINING_JOB, enableManagedSpotTraining=True)),
    Row(asg_batch_workload_on_spot, "violation", one(TRAINING_JOB)),
    Row(engine_version_no_extended_support, None, one(EKS_CLUSTER)),
    Row(engine_version_no_extended_support, None, one(EKS_CLUSTER, version="99.0")),
    Row(
        engine_version_no_extended_support,
        None,
        one(EKS_CLUSTER, version="1.30", upgradePolicy={"supportType": "STANDARD"}),
    ),
    Row(engine_version_no_extended_support, "violation", one(EKS_CLUSTER, version="1.30")),
    Row(engine_version_no_extended_support, "violation", one(EKS_CLUSTER, version="1.9")),
    Row(engine_version_no_extended_support, "unknown", one(EKS_CLUSTER, version=UNKNOWN)),
    Row(engine_version_no_extended_support, None, database("17.2")),
    Row(engine_version_no_extended_support, None, database("12.9", engineLifecycleSupport=REFUSED)),
    Row(engine_version_no_extended_support, "violation", database("12.9")),
    Row(sagemaker_notebook_idle_shutdown, None, one(NOTEBOOK, lifecycleConfigName="idle")),
    Row(sagemaker_notebook_idle_shutdown, "violation", one(NOTEBOOK)),
    Row(sagemaker_notebook_idle_shutdown, "unknown", one(NOTEBOOK, lifecycleConfigName=UNKNOWN)),
    Row(
        sagemaker_training_maximum_runtime,
        None,
        one(TRAINING_JOB, stoppingCondition={"maxRuntimeInSeconds": 3600}),
    ),
    Row(sagemaker_training_maximum_runtime, "violation", one(TRAINING_JOB)),
    Row(
        sagemaker_training_maximum_runtime,
        "unknown",
        one(TRAINING_JOB, stoppingCondition=UNKNOWN),
    ),
    *(
        row
        for kind, (path, *_) in NODES.items()
        for row in (
            Row(node_count_limit, None, one(kind)),
            Row(node_count_limit, "violation", one(kind, **changed({}, path, 31))),
            Row(node_count_limit, "unknown", one(kind, **changed({}, path, UNKNOWN))),
        )
    ),
    *(
        row
        for kind, path in KEPT.items()
        for row in (
            Row(snapshot_retention_limit, None, one(kind, **{path: 35})),
            Row(snapshot_retention_limit, "violation", one(kind, **{path: 36})),
            Row(snapshot_retention_limit, "unknown", one(kind, **{path: UNKNOWN})),
        )
    ),
    Row(asg_can_scale_in, None, one(GROUP, minSize=2, maxSize=4)),
    Row(asg_can_scale_in, None, one(GROUP, minSize=1, maxSize=1)),
    Row(asg_can_scale_in, "violation", one(GROUP, minSize=3, maxSize=3)),
    Row(
        asg_can_scale_in,
        "violation",
        one(NODE_GROUP, scalingConfig={"minSize": 3, "maxSize": 3}),
    ),
    Row(asg_can_scale_in, "unknown", one(GROUP, minSize=UNKNOWN, maxSize=3)),
    Row(ec2_volume_delete_on_termination, None, one(INSTANCE, rootBlockDevice={"volumeSize": 8})),
    Row(
        ec2_volume_delete_on_termination,
        "violation",
        one(INSTANCE, rootBlockDevice={"deleteOnTermination": False}),
    ),
    Row(
        ec2_volume_delete_on_termination,
        "violation",
        one(INSTANCE, ebsBlockDevices=[{"deleteOnTermination": False}]),
    ),
    Row(
        ec2_volume_delete_on_termination,
        "violation",
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"deleteOnTermination": "false"}}]),
    ),
    Row(ec2_volume_delete_on_termination, "unknown", one(INSTANCE, ebsBlockDevices=UNKNOWN)),
]


@pytest.mark.parametrize(
    ("kind", "path", "given", "fix"),
    [
        (DATABASE, "instanceClass", "db.m7i.large", 'instance_class="db.m7g.large"'),
        (DATABASE, "instanceClass", "db.m5.24xlarge", None),
        (REPLICATION_GROUP, "nodeType", "cache.r6i.xlarge", 'node_type="cache.r6g.xlarge"'),
    ],
)
def test_advised_class_is_of_a_size_that_aws_has(
    kind: str, path: str, given: str, fix: str | None
) -> None:
    [found] = findings(instance_managed_service_on_graviton, [declare(kind, "it", {path: given})])

    assert found.fix == fix
