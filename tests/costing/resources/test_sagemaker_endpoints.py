from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from costing.resources._shared.application_autoscaling import TARGET
from costing.resources.sagemaker_endpoints import CONFIGURATION, DESIRED, Endpoint
from tests import graphs
from tests.costing.resources.case import Case

HOST = "Host:ml.g5.xlarge"
VARIANT = {"variantName": "a", "instanceType": "ml.g5.xlarge", "initialInstanceCount": 2}
DATA = {"Host-Data-Bytes-In": None, "Host-Data-Bytes-Out": None}
IT = graphs.resource(Endpoint.type, "it")


def runs(says: str, config: dict[str, Any], quantities: dict[str, Any], **more: Any) -> Case:
    configuration = graphs.resource(CONFIGURATION, "configuration", config)
    around = [configuration, *more.pop("around", ())]
    references = graphs.refers("endpointConfigName", configuration, "name")
    inputs = {"endpointConfigName": UNKNOWN}
    metered = {**quantities, **DATA}
    more["more"] = {"references": references}
    return Case(says, Endpoint, inputs, metered, around=around, **more)


def scaled(least: int) -> Resource:
    inputs = {
        "minCapacity": least,
        "maxCapacity": 20,
        "scalableDimension": DESIRED,
        "resourceId": UNKNOWN,
    }
    return graphs.resource(TARGET, "scaling", inputs, references=graphs.refers("resourceId", IT))


def serverless(**more: int) -> dict[str, Any]:
    config = {"memorySizeInMb": 3072, "maxConcurrency": 10, **more}
    return {"productionVariants": [{"serverlessConfig": config}]}


REAL_TIME = {"productionVariants": [VARIANT]}
WARM, COMPUTED = "ProvisionedConcurrency:Mem-3GB", "ServerlessInf:Mem-3GB-Provisioned"

CASES = [
    runs("instances all month", REAL_TIME, {HOST: 1460}),
    runs("as many as run", REAL_TIME, {HOST: 500}, usage={"instances": 5, "monthly_hrs": 100}),
    runs("the least that autoscaling leaves", REAL_TIME, {HOST: 730}, around=[scaled(1)]),
    runs(
        "or that managed scaling does",
        {
            "productionVariants": [
                {**VARIANT, "managedInstanceScaling": {"status": "ENABLED", "minInstanceCount": 1}}
            ]
        },
        {HOST: 730},
    ),
    runs(
        "each variant, and shadows of them, with a volume where one is stated",
        {
            "productionVariants": [
                {**VARIANT, "volumeSizeInGb": 100},
                {"instanceType": "ml.c5.xlarge", "initialInstanceCount": 1},
            ],
            "shadowProductionVariants": [VARIANT],
        },
        {HOST: 2920, "Host:ml.c5.xlarge": 730, "Host:VolumeUsage.gp2": 210},
        usage={"volume_size_gb": 10},
    ),
    runs(
        "a volume whose size usage gives, on instances without local storage",
        {"productionVariants": [{"instanceType": "ml.c5.xlarge", "initialInstanceCount": 2}]},
        {"Host:ml.c5.xlarge": 1460, "Host:VolumeUsage.gp2": 60},
        usage={"volume_size_gb": 30},
    ),
    runs(
        "an asynchronous endpoint has lines of its own, and may scale to nothing",
        {**REAL_TIME, "asyncInferenceConfig": {"outputConfig": {}}},
        {"AsyncInf:ml.g5.xlarge": 0},
        around=[scaled(0)],
    ),
    runs(
        "a serverless one is charged for what it computes",
        serverless(),
        {"ServerlessInf:Mem-3GB": None},
    ),
    runs(
        "by the second",
        serverless(),
        {"ServerlessInf:Mem-3GB": 250_000},
        usage={"monthly_requests": "1e6", "request_duration_ms": 250},
    ),
    runs(
        "and for what is kept warm",
        serverless(provisionedConcurrency=2),
        {WARM: 2 * 730 * 3600, COMPUTED: None},
        unpriced=[WARM, COMPUTED],
    ),
]


def test_a_configuration_outside_the_stack_is_a_gap() -> None:
    assert (
        "the endpoint configuration is not in this stack"
        in Case("", Endpoint, {"endpointConfigName": "elsewhere"}, {}).reasons()
    )


def test_a_variant_without_instances_is_a_gap() -> None:
    assert (
        "neither instanceType nor serverlessConfig"
        in runs("", {"productionVariants": [{"modelName": "m"}]}, {}).reasons()
    )
