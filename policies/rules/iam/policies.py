"""Rules for AWS IAM: policies."""

from collections.abc import Iterator, Mapping

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.documents import Statement, statements
from policies.engine.selectors.iam_conditions import bounded_arn
from policies.engine.selectors.iam_patterns import every_iam_action_pattern
from policies.engine.selectors.permissions import IDENTITY_TYPES, all_on_everything, granted
from policies.engine.selectors.tokens import (
    BUCKET,
    DOMAINS,
    KEY,
    KMS_KEY_POLICY,
    LAMBDA_PERMISSION,
    QUEUE,
    ROLE,
    S3_ACCESS_POINT,
    S3_BUCKET_POLICY,
    SECRET,
    TOPIC,
)
from policies.engine.stack import Stack

PRACTICES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
PERMISSION = LAMBDA_PERMISSION
DOMAIN_POLICIES = (
    "aws:opensearch/domainPolicy:DomainPolicy",
    "aws:elasticsearch/domainPolicy:DomainPolicy",
)
# Rules that a statement also violates if it allows all IAM actions, or all actions.
OF_IAM_ACTIONS = (
    "iam-no-privilege-escalation",
    "iam-policy-no-unrestricted-credential-access",
    "iam-policy-no-unrestricted-pass-role",
    "iam-policy-no-unrestricted-permissions-management",
    "iam-policy-no-unrestricted-write",
    "iam-policy-no-wildcard-resource",
)
OF_ALL_ACTIONS = (
    "iam-policy-no-full-iam-access",
    "iam-policy-no-unrestricted-data-read",
    *OF_IAM_ACTIONS,
)
# Type → input with the resource policy.
RESOURCE_POLICIES = {
    ROLE: "assumeRolePolicy",
    KEY: "policy",
    KMS_KEY_POLICY: "policy",
    BUCKET: "policy",
    S3_BUCKET_POLICY: "policy",
    S3_ACCESS_POINT: "policy",
    "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
    TOPIC: "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    QUEUE: "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:ecr/registryPolicy:RegistryPolicy": "policy",
    SECRET: "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
    "aws:backup/vaultPolicy:VaultPolicy": "policy",
    "aws:glacier/vault:Vault": "accessPolicy",
    "aws:glacier/vaultLock:VaultLock": "policy",
    **dict.fromkeys((*DOMAINS, *DOMAIN_POLICIES), "accessPolicies"),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
    "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
    "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy": "accessPolicy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:glue/resourcePolicy:ResourcePolicy": "policy",
    "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
    "aws:mediastore/containerPolicy:ContainerPolicy": "policy",
    "aws:redshift/resourcePolicy:ResourcePolicy": "policy",
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": "policy",
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "resourcePolicy",
    "aws:ses/identityPolicy:IdentityPolicy": "policy",
    "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": "policy",
    "aws:acmpca/policy:Policy": "policy",
    "aws:amp/resourcePolicy:ResourcePolicy": "policyDocument",
    "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": "policy",
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:codebuild/resourcePolicy:ResourcePolicy": "policy",
    "aws:dsql/clusterPolicy:ClusterPolicy": "policy",
    "aws:kms/externalKey:ExternalKey": "policy",
    "aws:kms/replicaExternalKey:ReplicaExternalKey": "policy",
    "aws:kms/replicaKey:ReplicaKey": "policy",
    "aws:lambda/resourcePolicy:ResourcePolicy": "policy",
    "aws:msk/clusterPolicy:ClusterPolicy": "policy",
    "aws:networkfirewall/resourcePolicy:ResourcePolicy": "policy",
    "aws:oam/sinkPolicy:SinkPolicy": "policy",
    "aws:opensearchingest/resourcePolicy:ResourcePolicy": "policy",
    "aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy": "policy",
    "aws:redshiftserverless/resourcePolicy:ResourcePolicy": "policy",
    "aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy": "policy",
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": "policy",
    "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy": "policy",
    "aws:s3control/bucketPolicy:BucketPolicy": "policy",
    "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": "details.policy",
    "aws:s3tables/tablePolicy:TablePolicy": "resourcePolicy",
    "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": "resourcePolicy",
    "aws:schemas/registryPolicy:RegistryPolicy": "policy",
    "aws:vpclattice/resourcePolicy:ResourcePolicy": "policy",
    "aws:xray/resourcePolicy:ResourcePolicy": "policyDocument",
}
LAYER_PERMISSION = "aws:lambda/layerVersionPermission:LayerVersionPermission"
EVENT_PERMISSION = "aws:cloudwatch/eventPermission:EventPermission"
LAUNCH_PERMISSION = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"
# Types without a document: the input that names the principal, its value for everyone, and inputs
# that limit it.
SHARES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    LAYER_PERMISSION: ("principal", "*", ("organizationId",)),
    EVENT_PERMISSION: ("principal", "*", ("condition",)),
    LAUNCH_PERMISSION: ("group", "all", ()),
}


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="critical",
    title="IAM policy allows all actions on all resources",
    risk="The principal is an administrator of the account.",
    fix='name the actions and the resources: "Action": ["s3:GetObject"], "Resource": [...]',
    same_intent_as=("CKV_AWS_62", "CKV_AWS_1"),
    aws_docs=PRACTICES,
    subsumes=("iam-policy-no-wildcard-action", *OF_ALL_ACTIONS),
)
def iam_policy_no_full_administrator_access(identity: Resource) -> Iterator[Finding]:
    for statement in granted(identity):
        broken = all_on_everything(statement)
        yield from of_statement(identity, statement, broken, "allows all actions on all resources")


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title='IAM policy allows action "*"',
    risk="The principal gets every action, including IAM's own and those AWS adds later.",
    fix='name the actions: "Action": ["s3:GetObject", "s3:ListBucket"]',
    same_intent_as=("CKV_AWS_63", "CKV_AWS_49"),
    aws_docs=PRACTICES,
    subsumes=OF_ALL_ACTIONS,
)
def iam_policy_no_wildcard_action(identity: Resource) -> Iterator[Finding]:
    for statement in granted(identity):
        broken = all_of([statement.allows, statement.every_action])
        yield from of_statement(identity, statement, broken, "allows all actions")


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows all IAM actions",
    risk="A principal that controls IAM can grant itself any permission.",
    fix='name the actions: "Action": ["iam:GetRole", "iam:PassRole"]',
    same_intent_as=("CKV2_AWS_40",),
    aws_docs=PRACTICES,
    subsumes=OF_IAM_ACTIONS,
)
def iam_policy_no_full_iam_access(identity: Resource) -> Iterator[Finding]:
    for statement in granted(identity):
        every = any_of(map(every_iam_action_pattern, statement.actions))
        broken = all_of([statement.allows, every])
        yield from of_statement(identity, statement, broken, "allows all IAM actions")


@stack_rule(
    types=(*RESOURCE_POLICIES, PERMISSION, *SHARES),
    concern="security",
    severity="critical",
    title="IAM trust policy, resource policy or share allows any principal",
    risk="Anyone with an AWS account, or without one, gets access.",
    fix=('name the principal, or add a condition: StringEquals {"aws:PrincipalOrgID": "o-..."}'),
    same_intent_as=(
        "CKV_AWS_70",
        "CKV_AWS_33",
        "CKV_AWS_168",
        "CKV_AWS_169",
        "CKV_AWS_32",
        "CKV_AWS_60",
        "CKV_AWS_301",
        "CKV_AWS_167",
        "CKV_AWS_283",
        "CKV_AWS_387",
    ),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
)
def iam_resource_policy_no_public_principal(resource: Resource, stack: Stack) -> Iterator[Finding]:
    if resource.type == PERMISSION:
        yield from permission_for_anyone(resource)
    elif resource.type in SHARES:
        yield from shared_with_anyone(resource)
    else:
        for statement in statements(resource, RESOURCE_POLICIES[resource.type]):
            public = all_of([statement.public, not_(admits_users_only(resource, stack))])
            yield from of_statement(resource, statement, public, "allows any principal")


def admits_users_only(resource: Resource, stack: Stack) -> Truth:
    """Return whether an OpenSearch domain is in a VPC or authenticates users by itself.

    AWS recommends an open access policy together with fine-grained access control.
    https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html (2026-12-01)
    """
    domain: object = resource
    if resource.type in DOMAIN_POLICIES:
        domain = stack.follow(resource, "domainName", *DOMAINS)
    elif resource.type not in DOMAINS:
        return False
    if not isinstance(domain, Resource):
        return UNKNOWN if domain is UNKNOWN and stack.of_type(*DOMAINS) else False
    options = "advancedSecurityOptions"
    signed_in = all_of(
        [
            equal(read(domain, f"{options}.enabled"), option=True),
            not_(equal(read(domain, f"{options}.anonymousAuthEnabled"), option=True)),
        ]
    )
    return any_of([given(domain, "vpcOptions"), signed_in])


def permission_for_anyone(permission: Resource) -> Iterator[Finding]:
    limited = any_of(
        [
            is_set(permission, "sourceAccount"),
            is_set(permission, "principalOrgId"),
            names_source(read(permission, "sourceArn")),
        ]
    )
    signed = equal(read(permission, "functionUrlAuthType"), "AWS_IAM")
    everyone = equal(read(permission, "principal"), "*")
    broken = all_of([everyone, not_(limited), not_(signed)])
    yield from found(broken, permission, "principal", "a named principal")


def names_source(arn: object) -> Truth:
    """Return whether an ARN identifies the caller; "arn:aws:s3:::*" is any bucket."""
    if arn is None:
        return False
    return UNKNOWN if is_unknown(arn) else bounded_arn(str(arn))


def shared_with_anyone(share: Resource) -> Iterator[Finding]:
    path, everyone, limits = SHARES[share.type]
    limited = any(is_set(share, limit) for limit in limits)
    broken = all_of([equal(read(share, path), everyone), not limited])
    yield from found(broken, share, path, "a named account or organization")


def of_statement(
    resource: Resource, statement: Statement, broken: Truth, what: str
) -> Iterator[Finding]:
    content = {key: value for key, value in statement.content.items() if key != "Condition"}
    because = f"{statement.path} {what}"
    yield from found(
        broken,
        resource,
        statement.path,
        "the actions and resources that are needed",
        actual=content,
        because=because,
    )


RULES: tuple[Rule, ...] = (
    iam_policy_no_full_administrator_access,
    iam_policy_no_wildcard_action,
    iam_policy_no_full_iam_access,
    iam_resource_policy_no_public_principal,
)
