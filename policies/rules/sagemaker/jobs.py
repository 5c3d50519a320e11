"""Rules for Amazon SageMaker: jobs, models and domains."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    equal,
    found,
    given,
    is_set,
    items,
    not_,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.buckets import is_specified
from policies.rules._shared.input_rules import (
    input_is_set,
    input_rule,
    must_be,
    must_be_given,
    must_have_no_secret,
    must_not_be,
)


@resource_rule(
    types=("aws:sagemaker/model:Model",),
    concern="security",
    severity="low",
    title="SageMaker model pulls its image outside of the VPC",
    risk="The image is fetched past the VPC's endpoints and policies.",
    fix='primary_container={"image_config": {"repository_access_mode": "Vpc"}, ...}',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",
    regulated=True,
)
def sagemaker_model_private_registry(resource: Resource) -> Iterator[Finding]:
    vpc = given(resource, "vpcConfig")
    for block in ("primaryContainer", "containers"):
        for path, container in items(resource, block):
            image = is_specified(at(container, "image"))
            private = equal(at(container, "imageConfig.repositoryAccessMode"), "Vpc")
            where = f"{path}.imageConfig.repositoryAccessMode"
            yield from found(all_of([vpc, image, not_(private)]), resource, where, "Vpc")


@resource_rule(
    types=("aws:sagemaker/featureGroup:FeatureGroup",),
    concern="security",
    severity="low",
    title="SageMaker feature group is not encrypted with a KMS key",
    risk="Access to the features cannot be restricted through a key policy.",
    fix='offline_store_config={"s3_storage_config": {"kms_key_id": key.arn, ...}}',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",
)
def sagemaker_feature_group_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    for block, path in (
        ("offlineStoreConfig", "offlineStoreConfig.s3StorageConfig.kmsKeyId"),
        ("onlineStoreConfig", "onlineStoreConfig.securityConfig.kmsKeyId"),
    ):
        there = is_set(resource, block)
        yield from found(all_of([there, not_(given(resource, path))]), resource, path, "a KMS key")


RULES: tuple[Rule, ...] = (
    input_rule(
        "sagemaker-monitoring-job-network-isolation",
        must_be("networkConfig.enableNetworkIsolation", True),
        types=("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",),
        concern="security",
        severity="medium",
        title="SageMaker data quality job can reach the network",
        risk="A compromised container can send the captured data away.",
        fix='network_config={"enable_network_isolation": True, ...}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",
        production=True,
    ),
    input_rule(
        "sagemaker-monitoring-job-output-key",
        must_be_given("dataQualityJobOutputConfig.kmsKeyId", "a KMS key"),
        types=("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",),
        concern="security",
        severity="low",
        title="SageMaker data quality job does not encrypt its results with a KMS key",
        risk="Access to the results cannot be restricted through a key policy.",
        fix='data_quality_job_output_config={"kms_key_id": key.arn, ...}',
        same_intent_as=("CKV_AWS_367",),
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-quality.html",
    ),
    input_rule(
        "sagemaker-model-in-vpc",
        must_be_given("vpcConfig", "subnets and security groups"),
        types=("aws:sagemaker/model:Model",),
        concern="security",
        severity="medium",
        title="SageMaker model runs outside of a VPC",
        risk="Its traffic is in no flow log and passes no firewall.",
        fix='vpc_config={"subnets": [a.id, b.id], "security_group_ids": [group.id]}',
        same_intent_as=("sagemaker_models_vpc_settings_configured",),
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
        production=True,
    ),
    sagemaker_model_private_registry,
    sagemaker_feature_group_customer_managed_key,
    input_rule(
        "sagemaker-domain-identity-center",
        must_not_be("authMode", "IAM", expected="SSO"),
        types=("aws:sagemaker/domain:Domain",),
        concern="security",
        severity="low",
        title="SageMaker domain does not sign users in through IAM Identity Center",
        risk="Access of people who leave is not withdrawn with their identity.",
        fix='auth_mode="SSO"',
        same_intent_as=("sagemaker_domain_sso_configured",),
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/onboard-sso-users.html",
        regulated=True,
    ),
    input_rule(
        "sagemaker-notebook-supported-platform",
        must_not_be(
            "platformIdentifier",
            "notebook-al1-v1",
            "notebook-al2-v1",
            "notebook-al2-v2",
            expected="notebook-al2-v3 or notebook-al2023-v1",
        ),
        types=("aws:sagemaker/notebookInstance:NotebookInstance",),
        concern="security",
        severity="medium",
        title="SageMaker notebook instance runs on a platform without updates",
        risk="Known vulnerabilities of the operating system stay open.",
        fix='platform_identifier="notebook-al2023-v1"',
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html",
    ),
    input_rule(
        "sagemaker-notebook-no-secrets",
        must_have_no_secret("onStart"),
        must_have_no_secret("onCreate"),
        types=(
            "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration",
        ),
        concern="security",
        severity="high",
        title="SageMaker lifecycle configuration contains a secret",
        risk="Everyone who may read the configuration can read the secret.",
        fix="read the secret from Secrets Manager in the script",
        same_intent_as=("sagemaker_notebook_instance_no_secrets",),
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html",
    ),
    input_rule(
        "sagemaker-monitoring-schedule-network-isolation",
        must_be(
            "monitoringScheduleConfig.monitoringJobDefinition.networkConfig.enableNetworkIsolation",
            True,
            when=input_is_set("monitoringScheduleConfig.monitoringJobDefinition"),
        ),
        types=("aws:sagemaker/monitoringSchedule:MonitoringSchedule",),
        concern="security",
        severity="medium",
        title="SageMaker monitoring schedule runs jobs that can reach the network",
        risk="A compromised container can send the captured data away.",
        fix='network_config={"enable_network_isolation": True}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html",
        production=True,
    ),
)
