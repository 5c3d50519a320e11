"""Rules for Amazon SageMaker: jobs in tuning jobs and pipelines, and keys of local disks."""

import json
from typing import Any

from costing.model import UNKNOWN
from policies.engine.selectors.sagemaker_jobs import TUNING_JOB
from policies.engine.selectors.tokens import SAGEMAKER_TRAINING_JOB
from tests.policies.row import Row, of_inputs, one

KEY = "arn:aws:kms:us-east-1:123456789012:key/1"
NETWORK = {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}
VPC = {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
SAFE = {
    "enableNetworkIsolation": True,
    "enableInterContainerTrafficEncryption": True,
    "vpcConfig": NETWORK,
    "resourceConfig": {"instanceCount": 2, "instanceType": "ml.m5.large", "volumeKmsKeyId": KEY},
    "outputDataConfig": {"kmsKeyId": KEY},
}
OPEN = {"resourceConfig": {"instanceCount": 2, "instanceType": "ml.m5.large"}}
SAFE_TRAINING = {
    "EnableNetworkIsolation": True,
    "EnableInterContainerTrafficEncryption": True,
    "VpcConfig": VPC,
    "ResourceConfig": {"InstanceCount": 2, "InstanceType": "ml.m5.large", "VolumeKmsKeyId": KEY},
    "OutputDataConfig": {"KmsKeyId": KEY},
}
OPEN_TRAINING = {"ResourceConfig": {"InstanceCount": 2, "InstanceType": "ml.m5.large"}}
SAFE_PROCESSING = {
    "NetworkConfig": {
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "VpcConfig": VPC,
    },
    "ProcessingResources": {"ClusterConfig": {"InstanceCount": 2, "VolumeKmsKeyId": KEY}},
    "ProcessingOutputConfig": {"KmsKeyId": KEY},
}
OPEN_PROCESSING = {"ProcessingResources": {"ClusterConfig": {"InstanceCount": 2}}}
TRAINING_RULES = (
    "sagemaker-training-network-isolation",
    "sagemaker-training-in-vpc",
    "sagemaker-training-volume-and-output-keys",
    "sagemaker-training-container-traffic-encrypted",
)
PIPELINE_RULES = ("sagemaker-pipeline-jobs-isolated", "sagemaker-pipeline-jobs-encrypted")


def pipeline(kind: str, arguments: Any, **parameters: Any) -> dict[str, Any]:
    step = {"Name": "step", "Type": kind, "Arguments": arguments}
    declared = [{"Name": name, "DefaultValue": value} for name, value in parameters.items()]
    definition = {"Version": "2020-12-01", "Parameters": declared, "Steps": [step]}
    return {"pipelineDefinition": json.dumps(definition)}


def in_condition(arguments: Any) -> dict[str, Any]:
    inner = {"Name": "inner", "Type": "Training", "Arguments": arguments}
    return pipeline("Condition", {"Conditions": [], "IfSteps": [inner], "ElseSteps": []})


COMPUTED = {**SAFE_TRAINING, "EnableNetworkIsolation": {"Get": "Parameters.Isolated"}}
ROWS = [
    *(
        row
        for rule in TRAINING_RULES
        for row in of_inputs(
            rule,
            TUNING_JOB,
            passes=[
                {},
                {"trainingJobDefinition": SAFE},
                {"trainingJobDefinitions": [SAFE]},
            ],
            fails=[{"trainingJobDefinition": OPEN}, {"trainingJobDefinitions": [SAFE, OPEN]}],
            unknown=[{"trainingJobDefinition": UNKNOWN}],
        )
    ),
    *(
        row
        for rule in PIPELINE_RULES
        for row in of_inputs(
            rule,
            passes=[
                {},
                pipeline("Training", SAFE_TRAINING),
                pipeline("Processing", SAFE_PROCESSING),
                pipeline("Tuning", {"TrainingJobDefinition": SAFE_TRAINING}),
                pipeline("RegisterModel", {}),
            ],
            fails=[
                pipeline("Training", OPEN_TRAINING),
                pipeline("Processing", OPEN_PROCESSING),
                pipeline("Tuning", {"TrainingJobDefinitions": [OPEN_TRAINING]}),
                in_condition(OPEN_TRAINING),
            ],
            unknown=[{"pipelineDefinition": UNKNOWN}],
        )
    ),
    *of_inputs(
        "sagemaker-pipeline-jobs-isolated",
        passes=[pipeline("Training", COMPUTED, Isolated=True)],
        fails=[pipeline("Training", COMPUTED, Isolated=False)],
        unknown=[pipeline("Training", COMPUTED)],
    ),
    # A local disk takes no key of the caller.
    Row(
        "sagemaker-training-volume-and-output-keys",
        None,
        one(
            SAGEMAKER_TRAINING_JOB,
            resourceConfig={"instanceType": "ml.g5.xlarge", "instanceCount": 1},
            outputDataConfig={"kmsKeyId": KEY},
        ),
    ),
    *of_inputs(
        "sagemaker-endpoint-customer-managed-key",
        passes=[{"productionVariants": [{"instanceType": "ml.g5.xlarge"}]}],
        fails=[{"productionVariants": [{"instanceType": "ml.m5.xlarge"}]}],
        unknown=[{"productionVariants": [{"instanceType": UNKNOWN}]}],
    ),
]
