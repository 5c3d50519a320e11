import pytest

from costing.model import UNKNOWN
from costing.resources.sagemaker_jobs import (
    DEFINITION,
    FeatureGroup,
    HyperParameterTuningJob,
    MonitoringSchedule,
    TrainingJob,
)
from tests import graphs
from tests.costing.resources.case import Case

P4D = {"instanceType": "ml.p4d.24xlarge", "instanceCount": 2, "volumeSizeInGb": 100}
HOURS, SPOT = "Train:ml.p4d.24xlarge", "TrSpt:ml.p4d.24xlarge"
VOLUME = "Train:VolumeUsage.gp2"
SPOTTED = "TrSpt:VolumeUsage.gp2"
WATCH = {
    "clusterConfig": {"instanceType": "ml.m5.xlarge", "instanceCount": 1, "volumeSizeInGb": 73}
}
HOURLY = {"scheduleConfig": {"scheduleExpression": "cron(0 * ? * * *)"}}
QUALITY = graphs.resource(DEFINITION, "quality", {"jobResources": WATCH})
NAMED = "monitoringScheduleConfig.monitoringJobDefinitionName"
WRITES, READS = "FeatureStore:WriteRequestUnits", "FeatureStore:ReadRequestUnits"
KEPT = "FeatureStore:TimedAndPITRStorage"
STORE = {WRITES: None, READS: None, KEPT: None}

CASES = [
    Case(
        "only usage knows how long a training takes",
        TrainingJob,
        {"resourceConfig": P4D},
        {HOURS: None, VOLUME: None},
    ),
    Case(
        "on each instance, with a volume",
        TrainingJob,
        {"resourceConfig": P4D},
        {HOURS: 146, VOLUME: 20},
        usage={"monthly_hrs": 73},
    ),
    Case(
        "of several kinds",
        TrainingJob,
        {
            "resourceConfig": {
                "instanceGroups": [
                    {"instanceType": "ml.c5.large", "instanceCount": 4},
                    {"instanceType": "ml.m5.large", "instanceCount": 1},
                ]
            }
        },
        {"Train:ml.c5.large": 40, "Train:ml.m5.large": 10},
        usage={"monthly_hrs": 10},
    ),
    Case(
        "spot hours have no list price",
        TrainingJob,
        {"resourceConfig": P4D, "enableManagedSpotTraining": True},
        {SPOT: 2, SPOTTED: "0.273972602740"},
        usage={"monthly_hrs": 1},
        unpriced=[SPOT, SPOTTED],
    ),
    Case(
        "a search divides its hours among its definitions",
        HyperParameterTuningJob,
        {
            "trainingJobDefinitions": [
                {"resourceConfig": {"instanceType": "ml.c5.large"}},
                {"resourceConfig": {"instanceType": "ml.m5.large"}},
            ]
        },
        {"Train:ml.c5.large": 50, "Train:ml.m5.large": 50},
        usage={"monthly_hrs": 100},
    ),
    Case(
        "or gives them to the one",
        HyperParameterTuningJob,
        {"trainingJobDefinition": {"resourceConfig": {"instanceType": "ml.c5.large"}}},
        {"Train:ml.c5.large": 100},
        usage={"monthly_hrs": 100},
    ),
    Case(
        "a schedule says how often models are watched",
        MonitoringSchedule,
        {
            "monitoringScheduleConfig": {
                **HOURLY,
                "monitoringJobDefinition": {"monitoringResources": WATCH},
            }
        },
        {"Processing:ml.m5.xlarge": 73, "Processing:VolumeUsage.gp2": "7.3"},
        usage={"minutes_per_run": 6},
    ),
    Case(
        "by what its definition says",
        MonitoringSchedule,
        {"monitoringScheduleConfig": {**HOURLY, "monitoringJobDefinitionName": UNKNOWN}},
        {"Processing:ml.m5.xlarge": None, "Processing:VolumeUsage.gp2": None},
        around=[QUALITY],
        more={"references": graphs.refers(NAMED, QUALITY, "name")},
    ),
    Case(
        "features are written",
        FeatureGroup,
        {"offlineStoreConfig": {}},
        {WRITES: 1000},
        usage={"monthly_write_units": 1000},
        unpriced=STORE,
    ),
    Case(
        "and read and kept online",
        FeatureGroup,
        {"onlineStoreConfig": {"enableOnlineStore": True}},
        STORE,
        unpriced=STORE,
    ),
]


@pytest.mark.parametrize(
    "inputs",
    [
        {"throughputConfig": {"throughputMode": "Provisioned"}},
        {"onlineStoreConfig": {"enableOnlineStore": True, "storageType": "InMemory"}},
    ],
)
def test_features_without_usage_type_are_a_gap(inputs: dict[str, object]) -> None:
    assert "is known" in Case("", FeatureGroup, inputs, {}).reasons()


def test_a_job_without_instances_is_a_gap() -> None:
    assert "instanceType is not set" in Case("", TrainingJob, {"resourceConfig": {}}, {}).reasons()
