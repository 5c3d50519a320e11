"""Rules for Amazon SageMaker."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.scaling import TARGET
from policies.rules.sagemaker.endpoint import (
    CONFIGURATION,
    DIMENSION,
    ENDPOINT,
    MODEL,
)
from policies.rules.sagemaker.training import TRAINING_JOB
from tests.policies.places import NOWHERE, PLACES, A, B
from tests.policies.row import Row, declare, of_input, of_inputs, one


def variants(*each: Any) -> list[Resource]:
    return one(CONFIGURATION, productionVariants=[*each])


def model(*subnets: Resource) -> list[Resource]:
    return [*PLACES, declare(MODEL, "m", {"vpcConfig": {"subnets": [*subnets]}})]


def served(serverless: Any = None) -> list[Resource]:
    variant = {"modelName": "m", **({"serverlessConfig": serverless} if serverless else {})}
    configuration = declare(CONFIGURATION, "c", {"productionVariants": [variant]})
    return [configuration, declare(ENDPOINT, "realtime", {"endpointConfigName": configuration})]


def scaling(target: object, dimension: Any = DIMENSION) -> Resource:
    return declare(TARGET, "scaling", {"resourceId": target, "scalableDimension": dimension})


ALARMS = {"autoRollbackConfiguration": {"alarms": [{"alarmName": "errors"}]}}

ROWS = [
    *of_input(
        "sagemaker-monitoring-job-network-isolation",
        "networkConfig.enableNetworkIsolation",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "sagemaker-monitoring-job-output-key",
        "dataQualityJobOutputConfig.kmsKeyId",
        passes=["value"],
        fails=[None],
    ),
    *of_input(
        "sagemaker-training-network-isolation",
        "enableNetworkIsolation",
        passes=[True],
        fails=[False, None],
        kind=TRAINING_JOB,
    ),
    *of_inputs(
        "sagemaker-training-in-vpc",
        TRAINING_JOB,
        passes=[{"vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-training-volume-and-output-keys",
        TRAINING_JOB,
        passes=[
            {
                "resourceConfig": {"volumeKmsKeyId": "value"},
                "outputDataConfig": {"kmsKeyId": "value"},
            }
        ],
        fails=[
            {"outputDataConfig": {"kmsKeyId": "value"}},
            {"resourceConfig": {"volumeKmsKeyId": "value"}},
        ],
        unknown=[
            {
                "outputDataConfig": {"kmsKeyId": "value"},
                "resourceConfig": {"volumeKmsKeyId": UNKNOWN},
            },
            {
                "resourceConfig": {"volumeKmsKeyId": "value"},
                "outputDataConfig": {"kmsKeyId": UNKNOWN},
            },
        ],
    ),
    *of_inputs(
        "sagemaker-training-container-traffic-encrypted",
        TRAINING_JOB,
        passes=[
            {"resourceConfig": {"instanceCount": 2}, "enableInterContainerTrafficEncryption": True},
            {"resourceConfig": {"instanceCount": 1}},
        ],
        fails=[{"resourceConfig": {"instanceCount": 2}}],
        unknown=[
            {
                "resourceConfig": {"instanceCount": 2},
                "enableInterContainerTrafficEncryption": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "sagemaker-model-in-vpc",
        passes=[{"vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-model-private-registry",
        passes=[
            {
                "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
                "primaryContainer": {"image": "a", "imageConfig": {"repositoryAccessMode": "Vpc"}},
            },
            {"primaryContainer": {"image": "a"}},
        ],
        fails=[
            {
                "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
                "primaryContainer": {"image": "a"},
            }
        ],
        unknown=[
            {
                "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
                "primaryContainer": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "sagemaker-feature-group-customer-managed-key",
        passes=[
            {
                "offlineStoreConfig": {
                    "s3StorageConfig": {
                        "s3Uri": "s3://a",
                        "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1",
                    }
                }
            }
        ],
        fails=[{"offlineStoreConfig": {"s3StorageConfig": {"s3Uri": "s3://a"}}}],
        unknown=[
            {"offlineStoreConfig": {"s3StorageConfig": {"s3Uri": "s3://a", "kmsKeyId": UNKNOWN}}}
        ],
    ),
    *of_input("sagemaker-domain-identity-center", "authMode", passes=[None, "SSO"], fails=["IAM"]),
    *of_input(
        "sagemaker-notebook-supported-platform",
        "platformIdentifier",
        passes=[None],
        fails=["notebook-al1-v1", "notebook-al2-v1", "notebook-al2-v2"],
    ),
    *of_inputs(
        "sagemaker-notebook-no-secrets",
        passes=[{}],
        fails=[
            {"onStart": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
            {"onCreate": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
        ],
        unknown=[{"onStart": UNKNOWN}, {"onCreate": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-monitoring-schedule-network-isolation",
        passes=[
            {
                "monitoringScheduleConfig": {
                    "monitoringJobDefinition": {"networkConfig": {"enableNetworkIsolation": True}}
                }
            },
            {"monitoringScheduleConfig": {"monitoringJobDefinitionName": "a"}},
        ],
        fails=[{"monitoringScheduleConfig": {"monitoringJobDefinition": {"roleArn": "a"}}}],
        unknown=[{"monitoringScheduleConfig": {"monitoringJobDefinition": UNKNOWN}}],
    ),
    *of_input(
        "sagemaker-domain-vpc-only", "appNetworkAccessType", passes=["VpcOnly"], fails=[None]
    ),
    Row("sagemaker-endpoint-variant-two-instances", None, variants({"initialInstanceCount": 2})),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        None,
        variants({"serverlessConfig": {"maxConcurrency": 5}}),
    ),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        "violation",
        variants({"instanceType": "ml.m5.large"}),
    ),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        "violation",
        variants({"initialInstanceCount": 1}),
    ),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        "unknown",
        variants({"initialInstanceCount": UNKNOWN}),
    ),
    Row("sagemaker-model-two-zones", None, one(MODEL)),
    Row("sagemaker-model-two-zones", None, model(A, B)),
    Row("sagemaker-model-two-zones", "violation", model(A)),
    Row("sagemaker-model-two-zones", "unknown", [NOWHERE, *model(A, NOWHERE)]),
    Row("sagemaker-endpoint-autoscaling", None, [*served(), scaling(served()[1])]),
    Row("sagemaker-endpoint-autoscaling", None, served({"maxConcurrency": 5})),
    Row("sagemaker-endpoint-autoscaling", "violation", served()),
    Row("sagemaker-endpoint-autoscaling", "violation", [*served(), scaling(served()[1], "other")]),
    Row("sagemaker-endpoint-autoscaling", "unknown", [*served(), scaling(UNKNOWN)]),
    Row("sagemaker-endpoint-auto-rollback", None, one(ENDPOINT, deploymentConfig=ALARMS)),
    Row("sagemaker-endpoint-auto-rollback", "violation", one(ENDPOINT)),
    Row("sagemaker-endpoint-auto-rollback", "unknown", one(ENDPOINT, deploymentConfig=UNKNOWN)),
    Row("sagemaker-spot-training-checkpoints", None, one(TRAINING_JOB)),
    Row(
        "sagemaker-spot-training-checkpoints",
        None,
        one(
            TRAINING_JOB,
            enableManagedSpotTraining=True,
            checkpointConfig={"s3Uri": "s3://checkpoints"},
            stoppingCondition={"maxWaitTimeInSeconds": 7200},
        ),
    ),
    Row(
        "sagemaker-spot-training-checkpoints",
        "violation",
        one(TRAINING_JOB, enableManagedSpotTraining=True),
    ),
    Row(
        "sagemaker-spot-training-checkpoints",
        "unknown",
        one(TRAINING_JOB, enableManagedSpotTraining=UNKNOWN),
    ),
]
