from costing.resources.sagemaker_studio import (
    App,
    Domain,
    MlflowTrackingServer,
    NotebookInstance,
    Space,
)
from tests.costing.resources.case import Case

VOLUME, HOME = "Notebk:VolumeUsage.gp2", "TimedStorage-ByteHrs"
DISK = "Studio:VolumeUsage.gp3"
SMALL = "MLflow:TrackingServerCompute-Small"


def uses(instance_type: str) -> dict[str, object]:
    return {"resourceSpec": {"instanceType": instance_type}}


CASES = [
    Case(
        "a notebook runs all month, with five gigabytes",
        NotebookInstance,
        {"instanceType": "ml.t3.medium"},
        {"Notebk:ml.t3.medium": 730, VOLUME: 5},
    ),
    Case(
        "its volume stays while it is stopped",
        NotebookInstance,
        {"instanceType": "ml.g5.xlarge", "volumeSize": 100},
        {"Notebk:ml.g5.xlarge": 60, VOLUME: 100},
        usage={"monthly_hrs": 60},
    ),
    Case(
        "an app",
        App,
        {"appType": "KernelGateway", **uses("ml.g5.xlarge")},
        {"Studio:KernelGateway-ml.g5.xlarge": 100},
        usage={"monthly_hrs": 100},
    ),
    Case(
        "on Studio's own instance where none is stated",
        App,
        {"appType": "JupyterLab"},
        {"Studio:JupyterLab-ml.t3.medium": 730},
    ),
    Case(
        "Code Editor at JupyterLab's price",
        App,
        {"appType": "CodeEditor", **uses("ml.t3.large")},
        {"Studio:CodeEditor-ml.t3.large": 730},
    ),
    Case("the server that only shows Studio is free", App, {"appType": "JupyterServer"}, {}),
    Case("a space of a kernel has no disk", Space, {}, {}),
    Case(
        "one of JupyterLab has five gigabytes",
        Space,
        {"spaceSettings": {"appType": "JupyterLab"}},
        {DISK: 5},
    ),
    Case(
        "or as many as stated",
        Space,
        {
            "spaceSettings": {
                "spaceStorageSettings": {"ebsStorageSettings": {"ebsVolumeSizeInGb": 50}}
            }
        },
        {DISK: 50},
    ),
    Case(
        "a domain keeps what its users do",
        Domain,
        {"defaultUserSettings": {}},
        {"Studio:JupyterLab-ml.t3.medium": None, HOME: 200},
        usage={"home_storage_gb": 200},
    ),
    Case(
        "and runs what they start",
        Domain,
        {
            "defaultUserSettings": {
                "kernelGatewayAppSettings": {
                    "defaultResourceSpec": {"instanceType": "ml.g5.xlarge"}
                }
            }
        },
        {"Studio:KernelGateway-ml.g5.xlarge": 300, HOME: None},
        usage={"monthly_app_hrs": 300},
    ),
    Case("a tracking server", MlflowTrackingServer, {}, {SMALL: 730}, unpriced=[SMALL]),
]


def test_app_without_usage_type_is_a_gap() -> None:
    assert "Canvas" in Case("", App, {"appType": "Canvas"}, {}).reasons()
