"""Rules for Amazon SageMaker: networks and keys of training and processing jobs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Unpack

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, at_least, equal, found, not_
from policies.engine.rule import About, Rule, resource_rule
from policies.engine.selectors.sagemaker_jobs import (
    PIPELINE,
    TRAINING_TYPES,
    Job,
    jobs,
)

GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
# Setting of a job, whether a job breaks the rule, and the expected value.
Check = tuple[str, Callable[[Job], Truth], object]


def job_rule(name: str, checks: Sequence[Check], **about: Unpack[About]) -> Rule:
    """Return the rule with this id, which examines each job of a resource."""

    def examine(resource: Resource) -> Iterator[Finding]:
        for job in jobs(resource):
            for setting, broken, expected in checks:
                actual = job.value(setting)
                where = job.where(setting)
                truth = broken(job)
                if truth is True and job.in_document:
                    because = f"{where} is {'not set' if actual is None else actual}"
                    yield from found(truth, resource, where, expected, because=because)
                else:
                    yield from found(truth, resource, where, expected)

    examine.__name__ = name
    return resource_rule(**about)(examine)


def reaches_network(job: Job) -> Truth:
    return not_(equal(job.value("isolation"), option=True))


def outside_of_vpc(job: Job) -> Truth:
    return not_(job.given("network"))


def exchanges_plain_text(job: Job) -> Truth:
    count = job.value("instances")
    several = at_least(1 if count is None else count, 2)
    return all_of([several, not_(equal(job.value("traffic"), option=True))])


def volume_without_key(job: Job) -> Truth:
    return all_of([not_(job.given("volume")), not_(job.has_local_storage)])


def output_without_key(job: Job) -> Truth:
    return not_(job.given("output"))


ISOLATION: Check = ("isolation", reaches_network, True)
VPC: Check = ("network", outside_of_vpc, "subnets and security groups")
TRAFFIC: Check = ("traffic", exchanges_plain_text, True)
KEYS: Sequence[Check] = (
    ("volume", volume_without_key, "a KMS key"),
    ("output", output_without_key, "a KMS key"),
)

RULES: tuple[Rule, ...] = (
    job_rule(
        "sagemaker-training-network-isolation",
        [ISOLATION],
        types=TRAINING_TYPES,
        concern="security",
        severity="low",
        title="SageMaker training job can reach the network",
        risk="A compromised package can send training data away.",
        fix="enable_network_isolation=True",
        same_intent_as=("sagemaker_training_jobs_network_isolation_enabled",),
        aws_docs=f"{GUIDE}/mkt-algo-model-internet-free.html",
        production=True,
    ),
    job_rule(
        "sagemaker-training-in-vpc",
        [VPC],
        types=TRAINING_TYPES,
        concern="security",
        severity="medium",
        title="SageMaker training job runs outside of a VPC",
        risk="Its traffic is in no flow log and passes no firewall.",
        fix='vpc_config={"subnets": [...], "security_group_ids": [...]}',
        same_intent_as=("sagemaker_training_jobs_vpc_settings_configured",),
        aws_docs=f"{GUIDE}/train-vpc.html",
        production=True,
    ),
    job_rule(
        "sagemaker-training-volume-and-output-keys",
        KEYS,
        types=TRAINING_TYPES,
        concern="security",
        severity="low",
        title="SageMaker training job does not encrypt volume and output with KMS keys",
        risk="Access to data and models cannot be restricted through a key policy.",
        fix='resource_config={"volume_kms_key_id": key.arn, ...}, '
        'output_data_config={"kms_key_id": key.arn, ...}',
        same_intent_as=("sagemaker_training_jobs_volume_and_output_encryption_enabled",),
        aws_docs=f"{GUIDE}/encryption-at-rest.html",
        production=True,
    ),
    job_rule(
        "sagemaker-training-container-traffic-encrypted",
        [TRAFFIC],
        types=TRAINING_TYPES,
        concern="security",
        severity="medium",
        title="SageMaker training job exchanges data between instances unencrypted",
        risk="Training data and gradients can be read in transit.",
        fix="enable_inter_container_traffic_encryption=True",
        aws_docs=f"{GUIDE}/train-encrypt.html",
        production=True,
    ),
    job_rule(
        "sagemaker-pipeline-jobs-isolated",
        [ISOLATION, VPC],
        types=(PIPELINE,),
        concern="security",
        severity="low",
        title="SageMaker pipeline has a job that can reach the network or runs outside of a VPC",
        risk="A compromised package can send the data away, past flow logs and firewalls.",
        fix="set EnableNetworkIsolation and VpcConfig in the arguments of the step",
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_NetworkConfig.html",
        production=True,
    ),
    job_rule(
        "sagemaker-pipeline-jobs-encrypted",
        [TRAFFIC, *KEYS],
        types=(PIPELINE,),
        concern="security",
        severity="low",
        title="SageMaker pipeline has a job without encryption of traffic, volume or output",
        risk="Data can be read in transit, and a key policy cannot restrict access to it.",
        fix="set EnableInterContainerTrafficEncryption, VolumeKmsKeyId and KmsKeyId in the "
        "arguments of the step",
        aws_docs=f"{GUIDE}/encryption-at-rest.html",
        production=True,
    ),
)
