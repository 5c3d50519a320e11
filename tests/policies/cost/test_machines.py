"""Machines, versions, sizes: what costs more than it must."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.cost.machines import (
    TRAINING_JOB,
    accelerators_only_where_allowed,
    batch_on_spot,
    machines_of_current_generation,
    managed_machines_on_graviton,
)
from policies.cost.sagemaker import notebook_stops_when_idle, training_time_bounded
from policies.cost.sizes import (
    KEPT,
    NODES,
    fleet_can_shrink,
    node_count_bounded,
    snapshots_not_kept_for_ever,
    volumes_go_with_their_machine,
)
from policies.cost.versions import no_extended_support
from policies.reading.changes import changed
from policies.reading.tokens import (
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
from tests.policies.row import Row, declare

REFUSED = "open-source-rds-extended-support-disabled"


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


def group(workload: Any, instance_type: Any = "g6.xlarge", **inputs: Any) -> list[Resource]:
    tags = [{"key": "workload", "value": workload}] if workload else []
    template = {"overrides": [{"instanceType": instance_type}]}
    stated = {"mixedInstancesPolicy": {"launchTemplate": template}, "tags": tags, "maxSize": 4}
    return one(GROUP, **{**stated, **inputs})


def nodes(workload: str, capacity: Any = None) -> list[Resource]:
    return one(NODE_GROUP, tags={"workload": workload}, capacityType=capacity)


def database(version: Any, **inputs: Any) -> list[Resource]:
    return one(DATABASE, engine="postgres", engineVersion=version, **inputs)


ROWS = [
    Row(machines_of_current_generation, None, one(INSTANCE, instanceType="m7g.large")),
    Row(machines_of_current_generation, "violation", one(INSTANCE, instanceType="m4.large")),
    Row(machines_of_current_generation, "violation", one(DATABASE, instanceClass="db.r4.large")),
    Row(machines_of_current_generation, "undecided", one(INSTANCE, instanceType=UNKNOWN)),
    Row(
        machines_of_current_generation,
        "violation",
        one(DOMAIN, clusterConfig={"instanceType": "m4.large.search"}),
    ),
    Row(managed_machines_on_graviton, None, one(DATABASE, instanceClass="db.m7g.large")),
    Row(
        managed_machines_on_graviton,
        None,
        one(DATABASE, instanceClass="db.m6i.large", engine="sqlserver-se"),
    ),
    Row(managed_machines_on_graviton, "violation", one(DATABASE, instanceClass="db.m6i.large")),
    Row(
        managed_machines_on_graviton, "violation", one(REPLICATION_GROUP, nodeType="cache.r5.large")
    ),
    Row(managed_machines_on_graviton, "undecided", one(DATABASE, instanceClass=UNKNOWN)),
    Row(accelerators_only_where_allowed, None, group("training")),
    Row(accelerators_only_where_allowed, None, group(None)),
    Row(accelerators_only_where_allowed, None, group("web", "m7g.large")),
    Row(accelerators_only_where_allowed, "violation", group("web")),
    Row(accelerators_only_where_allowed, "violation", group("training", maxSize=40)),
    Row(accelerators_only_where_allowed, "violation", group("training"), {"most": 3}),
    Row(accelerators_only_where_allowed, "undecided", group("web", UNKNOWN)),
    Row(batch_on_spot, None, nodes("batch", "SPOT")),
    Row(batch_on_spot, None, nodes("serving")),
    Row(batch_on_spot, "violation", nodes("batch")),
    Row(batch_on_spot, "violation", group("training")),
    Row(batch_on_spot, "undecided", nodes("batch", UNKNOWN)),
    Row(batch_on_spot, None, one(TRAINING_JOB, enableManagedSpotTraining=True)),
    Row(batch_on_spot, "violation", one(TRAINING_JOB)),
    Row(no_extended_support, None, one(EKS_CLUSTER)),
    Row(no_extended_support, None, one(EKS_CLUSTER, version="99.0")),
    Row(
        no_extended_support,
        None,
        one(EKS_CLUSTER, version="1.30", upgradePolicy={"supportType": "STANDARD"}),
    ),
    Row(no_extended_support, "violation", one(EKS_CLUSTER, version="1.30")),
    Row(no_extended_support, "violation", one(EKS_CLUSTER, version="1.9")),
    Row(no_extended_support, "undecided", one(EKS_CLUSTER, version=UNKNOWN)),
    Row(no_extended_support, None, database("17.2")),
    Row(no_extended_support, None, database("12.9", engineLifecycleSupport=REFUSED)),
    Row(no_extended_support, "violation", database("12.9")),
    Row(notebook_stops_when_idle, None, one(NOTEBOOK, lifecycleConfigName="idle")),
    Row(notebook_stops_when_idle, "violation", one(NOTEBOOK)),
    Row(notebook_stops_when_idle, "undecided", one(NOTEBOOK, lifecycleConfigName=UNKNOWN)),
    Row(
        training_time_bounded,
        None,
        one(TRAINING_JOB, stoppingCondition={"maxRuntimeInSeconds": 3600}),
    ),
    Row(training_time_bounded, "violation", one(TRAINING_JOB)),
    Row(training_time_bounded, "undecided", one(TRAINING_JOB, stoppingCondition=UNKNOWN)),
    *(
        row
        for kind, (path, *_) in NODES.items()
        for row in (
            Row(node_count_bounded, None, one(kind)),
            Row(node_count_bounded, "violation", one(kind, **changed({}, path, 31))),
            Row(node_count_bounded, "undecided", one(kind, **changed({}, path, UNKNOWN))),
        )
    ),
    *(
        row
        for kind, path in KEPT.items()
        for row in (
            Row(snapshots_not_kept_for_ever, None, one(kind, **{path: 35})),
            Row(snapshots_not_kept_for_ever, "violation", one(kind, **{path: 36})),
            Row(snapshots_not_kept_for_ever, "undecided", one(kind, **{path: UNKNOWN})),
        )
    ),
    Row(fleet_can_shrink, None, one(GROUP, minSize=2, maxSize=4)),
    Row(fleet_can_shrink, None, one(GROUP, minSize=1, maxSize=1)),
    Row(fleet_can_shrink, "violation", one(GROUP, minSize=3, maxSize=3)),
    Row(
        fleet_can_shrink,
        "violation",
        one(NODE_GROUP, scalingConfig={"minSize": 3, "maxSize": 3}),
    ),
    Row(fleet_can_shrink, "undecided", one(GROUP, minSize=UNKNOWN, maxSize=3)),
    Row(volumes_go_with_their_machine, None, one(INSTANCE, rootBlockDevice={"volumeSize": 8})),
    Row(
        volumes_go_with_their_machine,
        "violation",
        one(INSTANCE, rootBlockDevice={"deleteOnTermination": False}),
    ),
    Row(
        volumes_go_with_their_machine,
        "violation",
        one(INSTANCE, ebsBlockDevices=[{"deleteOnTermination": False}]),
    ),
    Row(
        volumes_go_with_their_machine,
        "violation",
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"deleteOnTermination": "false"}}]),
    ),
    Row(volumes_go_with_their_machine, "undecided", one(INSTANCE, ebsBlockDevices=UNKNOWN)),
]
