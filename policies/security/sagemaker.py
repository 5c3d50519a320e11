"""What keeps models, their data and the notebooks that make them from being read or misused."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.permissions import administrates
from policies.reading.stack import Stack
from policies.reading.tokens import NOTEBOOK, ROLE
from policies.reading.values import found, given, not_, want
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
DOMAIN = "aws:sagemaker/domain:Domain"
ENDPOINT_CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
MODEL = "aws:sagemaker/model:Model"
QUALITY_JOB = "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"


@resource_rule(
    types=(NOTEBOOK, DOMAIN),
    concern="security",
    severity="high",
    fix="kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_22", "CKV_AWS_187"),
    url=f"{GUIDE}/encryption-at-rest-nbi.html",
)
def notebooks_encrypted_with_own_key(place: Resource) -> Iterator[Finding]:
    """What notebooks keep is encrypted with a key of ours: often it is the training data."""
    path = "kmsKeyId"
    yield from found(not_(own_key(place, path)), place, path, A_KEY_OF_OURS)


@resource_rule(
    types=(ENDPOINT_CONFIGURATION,),
    concern="security",
    severity="medium",
    fix="kms_key_arn=key.arn",
    same_intent_as=("CKV_AWS_98",),
    url=f"{GUIDE}/encryption-at-rest.html",
)
def endpoint_encrypted_with_own_key(configuration: Resource) -> Iterator[Finding]:
    """The volumes of an endpoint's machines are encrypted with a key of ours."""
    path = "kmsKeyArn"
    yield from found(not_(own_key(configuration, path)), configuration, path, A_KEY_OF_OURS)


@resource_rule(
    types=(NOTEBOOK,),
    concern="security",
    severity="high",
    fix='direct_internet_access="Disabled", with subnet_id and security_groups',
    same_intent_as=("CKV_AWS_122",),
    url=f"{GUIDE}/appendix-additional-considerations.html",
)
def notebook_not_on_the_internet(notebook: Resource) -> Iterator[Finding]:
    """A notebook reaches the internet through our network, where it can be seen and stopped."""
    yield from want(notebook, "directInternetAccess", "Disabled")


@resource_rule(
    types=(NOTEBOOK,),
    concern="security",
    severity="high",
    fix="subnet_id=subnet.id",
    same_intent_as=("CKV_AWS_306",),
    url=f"{GUIDE}/infrastructure-connect-to-resources.html",
)
def notebook_in_vpc(notebook: Resource) -> Iterator[Finding]:
    """A notebook is in a network of ours."""
    yield from found(not_(given(notebook, "subnetId")), notebook, "subnetId", "a subnet of ours")


@resource_rule(
    types=(NOTEBOOK,),
    concern="security",
    severity="medium",
    fix='root_access="Disabled"',
    same_intent_as=("CKV_AWS_307",),
    url=f"{GUIDE}/nbi-root-access.html",
)
def notebook_without_root(notebook: Resource) -> Iterator[Finding]:
    """Users of a notebook are not root on it: what guards it is not theirs to turn off."""
    yield from want(notebook, "rootAccess", "Disabled")


@resource_rule(
    types=(NOTEBOOK,),
    concern="security",
    severity="high",
    fix='minimum_instance_metadata_service_version="2" in its metadata service configuration',
    same_intent_as=("CKV_AWS_371",),
    url=f"{GUIDE}/nbi-imds.html",
)
def notebook_imdsv2(notebook: Resource) -> Iterator[Finding]:
    """A notebook's metadata asks for a session token, so that a forged request gets nothing."""
    path = "instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion"
    yield from want(notebook, path, 2)


@stack_rule(
    types=(NOTEBOOK,),
    concern="security",
    severity="high",
    fix="a role_arn that may do what the notebook needs, by name",
    same_intent_as=("CKV2_AWS_68",),
    url=f"{GUIDE}/security-iam.html",
)
def notebook_role_is_no_administrator(notebook: Resource, stack: Stack) -> Iterator[Finding]:
    """Whoever opens a notebook is not an administrator of the account by that."""
    broken = administrates(stack, stack.follow(notebook, "roleArn", ROLE))
    because = f"the role of {notebook.name} may do everything on everything"
    yield from found(broken, notebook, "roleArn", "a narrow role", because=because)


@resource_rule(
    types=(MODEL,),
    concern="security",
    severity="high",
    fix="enable_network_isolation=True",
    same_intent_as=("CKV_AWS_370",),
    url=f"{GUIDE}/mkt-algo-model-internet-free.html",
)
def model_isolated(model: Resource) -> Iterator[Finding]:
    """A model's containers talk to nobody: what they are given to infer from goes nowhere else."""
    yield from want(model, "enableNetworkIsolation", True)


@resource_rule(
    types=(QUALITY_JOB,),
    concern="security",
    severity="medium",
    fix='network_config={"enable_inter_container_traffic_encryption": True}',
    same_intent_as=("CKV_AWS_369",),
    url=f"{GUIDE}/train-encrypt.html",
)
def monitoring_job_traffic_encrypted(job: Resource) -> Iterator[Finding]:
    """The machines of a monitoring job talk to each other encrypted."""
    yield from want(job, "networkConfig.enableInterContainerTrafficEncryption", True)
