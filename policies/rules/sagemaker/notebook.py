"""Rules for Amazon SageMaker: notebook."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.permissions import administrates
from policies.engine.selectors.tokens import NOTEBOOK, ROLE
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_be_given, must_be_own_key

GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
DOMAIN = "aws:sagemaker/domain:Domain"


@stack_rule(
    types=(NOTEBOOK,),
    concern="security",
    severity="high",
    title="SageMaker notebook role has administrator permissions",
    risk="Everyone who can open the notebook controls the account.",
    fix="role_arn of a role that allows only what the notebook needs",
    same_intent_as=("CKV2_AWS_68",),
    aws_docs=f"{GUIDE}/security-iam.html",
)
def sagemaker_notebook_role_not_administrator(
    notebook: Resource, stack: Stack
) -> Iterator[Finding]:
    broken = administrates(stack, stack.follow(notebook, "roleArn", ROLE))
    because = f"the role of {notebook.name} allows all actions on all resources"
    yield from found(broken, notebook, "roleArn", "a role with least privilege", because=because)


RULES: tuple[Rule, ...] = (
    input_rule(
        "sagemaker-notebook-customer-managed-key",
        must_be_own_key("kmsKeyId"),
        types=(NOTEBOOK, DOMAIN),
        concern="security",
        severity="medium",
        title="SageMaker notebook or domain has no customer managed KMS key",
        risk="Access to training data on its volumes cannot be restricted or revoked through"
        " a key policy.",
        fix="kms_key_id=key.arn",
        same_intent_as=("CKV_AWS_22", "CKV_AWS_187"),
        aws_docs=f"{GUIDE}/encryption-at-rest-nbi.html",
    ),
    input_rule(
        "sagemaker-notebook-no-direct-internet-access",
        must_be("directInternetAccess", "Disabled"),
        types=(NOTEBOOK,),
        concern="security",
        severity="high",
        title="SageMaker notebook has direct internet access",
        risk="Data can leave through a network that is neither monitored nor restricted.",
        fix='direct_internet_access="Disabled", with subnet_id and security_groups',
        same_intent_as=("CKV_AWS_122",),
        aws_docs=f"{GUIDE}/appendix-additional-considerations.html",
    ),
    input_rule(
        "sagemaker-notebook-in-vpc",
        must_be_given("subnetId", "a subnet of a VPC"),
        types=(NOTEBOOK,),
        concern="security",
        severity="high",
        title="SageMaker notebook does not run in a VPC",
        risk="Its network traffic cannot be restricted or recorded.",
        fix="subnet_id=subnet.id",
        same_intent_as=("CKV_AWS_306",),
        aws_docs=f"{GUIDE}/infrastructure-connect-to-resources.html",
    ),
    input_rule(
        "sagemaker-notebook-root-access-disabled",
        must_be("rootAccess", "Disabled"),
        types=(NOTEBOOK,),
        concern="security",
        severity="medium",
        title="SageMaker notebook gives its users root access",
        risk="Users can disable security tools on the instance.",
        fix='root_access="Disabled"',
        same_intent_as=("CKV_AWS_307",),
        aws_docs=f"{GUIDE}/nbi-root-access.html",
    ),
    input_rule(
        "sagemaker-notebook-imdsv2-required",
        must_be("instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion", "2"),
        types=(NOTEBOOK,),
        concern="security",
        severity="high",
        title="SageMaker notebook accepts IMDSv1 requests",
        risk="A forged request reads the credentials of the notebook's role.",
        fix='minimum_instance_metadata_service_version="2" in its metadata service configuration',
        same_intent_as=("CKV_AWS_371",),
        aws_docs=f"{GUIDE}/nbi-imds.html",
    ),
    sagemaker_notebook_role_not_administrator,
    input_rule(
        "sagemaker-notebook-idle-shutdown",
        must_be_given("lifecycleConfigName", "a lifecycle configuration that stops idle notebooks"),
        types=(NOTEBOOK,),
        concern="cost",
        severity="low",
        title="SageMaker notebook does not stop when idle",
        risk="A notebook that is left on is charged by the hour.",
        fix="lifecycle_config_name of a lifecycle configuration that stops idle notebooks",
        aws_docs=f"{GUIDE}/notebook-lifecycle-config.html",
    ),
    input_rule(
        "sagemaker-domain-vpc-only",
        must_be("appNetworkAccessType", "VpcOnly", default="PublicInternetOnly"),
        types=("aws:sagemaker/domain:Domain",),
        concern="security",
        severity="high",
        title="SageMaker domain has direct internet access",
        risk="Notebooks can send data to any address on the internet.",
        fix='app_network_access_type="VpcOnly"',
        same_intent_as=("sagemaker_domain_vpc_only",),
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html",
    ),
)
