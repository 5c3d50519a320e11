"""Rules for AWS IAM: policies."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, equal, found, is_set, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.documents import Statement, is_text, statements
from policies.engine.selectors.permissions import (
    IDENTITY_TYPES,
    all_on_everything,
    every_action,
    granted,
)
from policies.engine.selectors.tokens import (
    BUCKET,
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

PRACTICES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
PERMISSION = LAMBDA_PERMISSION
# Where each type keeps who may use it.
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
    "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
    "aws:glacier/vault:Vault": "accessPolicy",
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
)
def iam_policy_no_wildcard_action(identity: Resource) -> Iterator[Finding]:
    for statement in granted(identity):
        broken = all_of([statement.allows, every_action(statement)])
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
)
def iam_policy_no_full_iam_access(identity: Resource) -> Iterator[Finding]:
    for statement in granted(identity):
        every = any_of(
            any_of(is_text(action, pattern) for pattern in ("iam:*", "*", "*:*"))
            for action in statement.actions
        )
        broken = all_of([statement.allows, every])
        yield from of_statement(identity, statement, broken, "allows all IAM actions")


@resource_rule(
    types=(*RESOURCE_POLICIES, PERMISSION),
    concern="security",
    severity="critical",
    title="IAM trust policy or resource policy allows any principal",
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
def iam_resource_policy_no_public_principal(resource: Resource) -> Iterator[Finding]:
    if resource.type == PERMISSION:
        yield from permission_for_anyone(resource)
        return
    for statement in statements(resource, RESOURCE_POLICIES[resource.type]):
        broken = all_of([statement.allows, statement.anyone, not_(statement.limited)])
        yield from of_statement(resource, statement, broken, "allows any principal")


def permission_for_anyone(permission: Resource) -> Iterator[Finding]:
    limits = ("sourceArn", "sourceAccount", "principalOrgId")
    limited = any(is_set(permission, limit) for limit in limits)
    signed = equal(read(permission, "functionUrlAuthType"), "AWS_IAM")
    everyone = equal(read(permission, "principal"), "*")
    broken = all_of([everyone, not limited, not_(signed)])
    yield from found(broken, permission, "principal", "a named principal")


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
