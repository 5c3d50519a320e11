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
from policies.rules.autoscaling.spot import TRAINING_JOB
from policies.rules.cross_service.limits import (
    KEPT,
    NODES,
)
from tests.policies.row import Row, declare, findings, name_of, one, rule_of

REFUSED = "open-source-rds-extended-support-disabled"


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
    Row("instance-current-generation", None, one(INSTANCE, instanceType="m7g.large")),
    Row("instance-current-generation", "violation", one(INSTANCE, instanceType="m4.large")),
    Row("instance-current-generation", "violation", one(DATABASE, instanceClass="db.r4.large")),
    Row("instance-current-generation", "unknown", one(INSTANCE, instanceType=UNKNOWN)),
    Row(
        "instance-current-generation",
        "violation",
        one(DOMAIN, clusterConfig={"instanceType": "m4.large.search"}),
    ),
    Row("instance-managed-service-on-graviton", None, one(DATABASE, instanceClass="db.m7g.large")),
    Row(
        "instance-managed-service-on-graviton",
        None,
        one(DATABASE, instanceClass="db.m6i.large", engine="sqlserver-se"),
    ),
    Row(
        "instance-managed-service-on-graviton",
        "violation",
        one(DATABASE, instanceClass="db.m6i.large"),
    ),
    Row(
        "instance-managed-service-on-graviton",
        "violation",
        one(REPLICATION_GROUP, nodeType="cache.r5.large"),
    ),
    Row("instance-managed-service-on-graviton", "unknown", one(DATABASE, instanceClass=UNKNOWN)),
    Row("asg-accelerators-only-for-listed-workloads", None, group("training")),
    Row("asg-accelerators-only-for-listed-workloads", None, group(None)),
    Row("asg-accelerators-only-for-listed-workloads", None, group("web", "m7g.large")),
    Row("asg-accelerators-only-for-listed-workloads", "violation", group("web")),
    Row("asg-accelerators-only-for-listed-workloads", "violation", group("training", maxSize=40)),
    Row("asg-accelerators-only-for-listed-workloads", "violation", group("training"), {"most": 3}),
    Row("asg-accelerators-only-for-listed-workloads", "unknown", group("web", UNKNOWN)),
    Row("asg-batch-workload-on-spot", None, nodes("batch", "SPOT")),
    Row("asg-batch-workload-on-spot", None, nodes("serving")),
    Row("asg-batch-workload-on-spot", "violation", nodes("batch")),
    Row("asg-batch-workload-on-spot", "violation", group("training")),
    Row("asg-batch-workload-on-spot", "unknown", nodes("batch", UNKNOWN)),
    Row("asg-batch-workload-on-spot", None, one(TRAINING_JOB, enableManagedSpotTraining=True)),
    Row("asg-batch-workload-on-spot", "violation", one(TRAINING_JOB)),
    Row("engine-version-no-extended-support", None, one(EKS_CLUSTER)),
    Row("engine-version-no-extended-support", None, one(EKS_CLUSTER, version="99.0")),
    Row(
        "engine-version-no-extended-support",
        None,
        one(EKS_CLUSTER, version="1.30", upgradePolicy={"supportType": "STANDARD"}),
    ),
    Row("engine-version-no-extended-support", "violation", one(EKS_CLUSTER, version="1.30")),
    Row("engine-version-no-extended-support", "violation", one(EKS_CLUSTER, version="1.9")),
    Row("engine-version-no-extended-support", "unknown", one(EKS_CLUSTER, version=UNKNOWN)),
    Row("engine-version-no-extended-support", None, database("17.2")),
    Row(
        "engine-version-no-extended-support", None, database("12.9", engineLifecycleSupport=REFUSED)
    ),
    Row("engine-version-no-extended-support", "violation", database("12.9")),
    Row("sagemaker-notebook-idle-shutdown", None, one(NOTEBOOK, lifecycleConfigName="idle")),
    Row("sagemaker-notebook-idle-shutdown", "violation", one(NOTEBOOK)),
    Row("sagemaker-notebook-idle-shutdown", "unknown", one(NOTEBOOK, lifecycleConfigName=UNKNOWN)),
    Row(
        "sagemaker-training-maximum-runtime",
        None,
        one(TRAINING_JOB, stoppingCondition={"maxRuntimeInSeconds": 3600}),
    ),
    Row("sagemaker-training-maximum-runtime", "violation", one(TRAINING_JOB)),
    Row(
        "sagemaker-training-maximum-runtime",
        "unknown",
        one(TRAINING_JOB, stoppingCondition=UNKNOWN),
    ),
    *(
        row
        for kind, (path, *_) in NODES.items()
        for row in (
            Row("node-count-limit", None, one(kind)),
            Row("node-count-limit", "violation", one(kind, **changed({}, path, 31))),
            Row("node-count-limit", "unknown", one(kind, **changed({}, path, UNKNOWN))),
        )
    ),
    *(
        row
        for kind, path in KEPT.items()
        for row in (
            Row("snapshot-retention-limit", None, one(kind, **{path: 35})),
            Row("snapshot-retention-limit", "violation", one(kind, **{path: 36})),
            Row("snapshot-retention-limit", "unknown", one(kind, **{path: UNKNOWN})),
        )
    ),
    Row("asg-can-scale-in", None, one(GROUP, minSize=2, maxSize=4)),
    Row("asg-can-scale-in", None, one(GROUP, minSize=1, maxSize=1)),
    Row("asg-can-scale-in", "violation", one(GROUP, minSize=3, maxSize=3)),
    Row(
        "asg-can-scale-in",
        "violation",
        one(NODE_GROUP, scalingConfig={"minSize": 3, "maxSize": 3}),
    ),
    Row("asg-can-scale-in", "unknown", one(GROUP, minSize=UNKNOWN, maxSize=3)),
    Row("ec2-volume-delete-on-termination", None, one(INSTANCE, rootBlockDevice={"volumeSize": 8})),
    Row(
        "ec2-volume-delete-on-termination",
        "violation",
        one(INSTANCE, rootBlockDevice={"deleteOnTermination": False}),
    ),
    Row(
        "ec2-volume-delete-on-termination",
        "violation",
        one(INSTANCE, ebsBlockDevices=[{"deleteOnTermination": False}]),
    ),
    Row(
        "ec2-volume-delete-on-termination",
        "violation",
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"deleteOnTermination": "false"}}]),
    ),
    Row("ec2-volume-delete-on-termination", "unknown", one(INSTANCE, ebsBlockDevices=UNKNOWN)),
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
    [found] = findings(
        rule_of("instance-managed-service-on-graviton"),
        [declare(kind, name_of(kind), {path: given})],
    )

    assert found.fix == fix
