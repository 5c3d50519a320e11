"""Rules for passwords of services as texts in the program."""

from collections.abc import Iterator, Mapping

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import items, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_plain_text
from policies.rules._shared.input_rules import input_rule, must_have_no_secret

SEARCH_USER = "advancedSecurityOptions.masterUserOptions.masterUserPassword"
MODEL = "aws:sagemaker/model:Model"
CONTAINERS = "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion"
# Type → inputs with a password or an authentication token. Databases of RDS have their own rule.
PASSWORDS: Mapping[str, tuple[str, ...]] = {
    "aws:redshift/cluster:Cluster": ("masterPassword",),
    "aws:redshiftserverless/namespace:Namespace": ("adminUserPassword",),
    "aws:docdb/elasticCluster:ElasticCluster": ("adminUserPassword",),
    "aws:dms/endpoint:Endpoint": ("password",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("authToken",),
    "aws:opensearch/domain:Domain": (SEARCH_USER,),
    "aws:elasticsearch/domain:Domain": (SEARCH_USER,),
    "aws:directoryservice/directory:Directory": ("password",),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": ("selfManagedActiveDirectory.password",),
    "aws:storagegateway/gateway:Gateway": ("smbActiveDirectorySettings.password",),
    "aws:lightsail/database:Database": ("masterPassword",),
}
# Type → list of passwords.
SEVERAL: Mapping[str, str] = {
    "aws:elasticache/user:User": "passwords",
    "aws:memorydb/user:User": "authenticationMode.passwords",
}
# Type → list of blocks and the input in each.
LISTED: Mapping[str, tuple[str, str]] = {"aws:mq/broker:Broker": ("users", "password")}


@resource_rule(
    types=(*PASSWORDS, *SEVERAL, *LISTED),
    concern="security",
    severity="high",
    title="Password of an AWS service is a text in the program",
    risk="Everyone who can read the program or the state knows the password.",
    fix='config.require_secret("password") in place of the text',
    aws_docs="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
)
def service_password_no_plain_text(resource: Resource) -> Iterator[Finding]:
    for path in PASSWORDS.get(resource.type, ()):
        yield from no_plain_text(resource, path, "a secret")
    if resource.type in SEVERAL:
        path = SEVERAL[resource.type]
        listed = read(resource, path)
        length = len(listed) if isinstance(listed, list) else 0
        for one in [f"{path}[{index}]" for index in range(length)] or [path]:
            yield from no_plain_text(resource, one, "a secret")
    if resource.type in LISTED:
        block, key = LISTED[resource.type]
        for path, _ in items(resource, block):
            yield from no_plain_text(resource, f"{path}.{key}", "a secret")


RULES: tuple[Rule, ...] = (
    service_password_no_plain_text,
    input_rule(
        "sagemaker-model-no-plain-text-secrets",
        must_have_no_secret("primaryContainer.environment"),
        must_have_no_secret("containers"),
        types=(MODEL,),
        concern="security",
        severity="high",
        title="SageMaker model has a secret in the environment of a container",
        risk="Everyone who may describe the model can use the secret.",
        fix="read the secret from Secrets Manager in the container",
        aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/security-iam.html",
    ),
    input_rule(
        "mwaa-environment-no-plain-text-secrets",
        must_have_no_secret("airflowConfigurationOptions"),
        types=("aws:mwaa/environment:Environment",),
        concern="security",
        severity="high",
        title="Amazon MWAA environment has a secret in its Airflow options",
        risk="Everyone who may describe the environment can use the secret.",
        fix="connections and variables of Airflow in the secrets backend of Secrets Manager",
        aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
    ),
    input_rule(
        "lightsail-container-no-plain-text-secrets",
        must_have_no_secret("containers"),
        types=(CONTAINERS,),
        concern="security",
        severity="high",
        title="Lightsail container service (AWS) has a secret in its environment variables",
        risk="Everyone who may read the deployment can use the secret.",
        fix="read the secret from Secrets Manager in the container",
        aws_docs="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-container-services.html",
    ),
    input_rule(
        "cloudformation-stack-no-plain-text-secrets",
        must_have_no_secret("parameters"),
        must_have_no_secret("templateBody"),
        types=("aws:cloudformation/stack:Stack", "aws:cloudformation/stackSet:StackSet"),
        concern="security",
        severity="high",
        title="CloudFormation stack has a secret in its template or parameters",
        risk="Everyone who may describe the stack can use the secret.",
        fix='"{{resolve:secretsmanager:name:SecretString:password}}" in the template',
        aws_docs="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
    ),
)
