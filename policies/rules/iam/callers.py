"""Rules for AWS IAM: accounts and services that resource policies admit."""

import re
from collections.abc import Callable, Iterator, Mapping

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, found, is_partial, is_unknown, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.documents import (
    Statement,
    is_shapeless,
    listed,
    principals,
    statements,
)
from policies.engine.selectors.iam_conditions import limit_callers, required_keys, requires_match
from policies.engine.selectors.tokens import KEY, KMS_KEY_POLICY, ROLE, TOPIC
from policies.rules.iam.policies import PERMISSION, RESOURCE_POLICIES

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
# Type → input with the account, or the accounts, that the resource is shared with.
SHARED_WITH: Mapping[str, str] = {
    PERMISSION: "principal",
    "aws:ec2/amiLaunchPermission:AmiLaunchPermission": "accountId",
    "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": "accountId",
    "aws:ec2/vpcEndpointService:VpcEndpointService": "allowedPrincipals",
    "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": "principalArn",
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "peerOwnerId",
    "aws:kms/grant:Grant": "granteePrincipal",
    "aws:lakeformation/permissions:Permissions": "principal",
    "aws:lambda/layerVersionPermission:LayerVersionPermission": "principal",
    "aws:cloudwatch/eventPermission:EventPermission": "principal",
    "aws:ram/principalAssociation:PrincipalAssociation": "principal",
    "aws:rds/clusterSnapshot:ClusterSnapshot": "sharedAccounts",
    "aws:rds/snapshot:Snapshot": "sharedAccounts",
    "aws:rds/snapshotCopy:SnapshotCopy": "sharedAccounts",
    "aws:redshift/dataShareAuthorization:DataShareAuthorization": "consumerIdentifier",
    "aws:redshift/endpointAuthorization:EndpointAuthorization": "account",
    "aws:servicecatalog/portfolioShare:PortfolioShare": "principalId",
    "aws:signer/signingProfilePermission:SigningProfilePermission": "principal",
    "aws:ssm/document:Document": "permissions.accountIds",  # separated by commas
}
# Condition keys that name accounts to which a public principal is limited.
ACCOUNT_KEYS = ("aws:principalaccount", "aws:principalarn", "kms:calleraccount")
# Type → input with the policy; other rules find public principals of the first three.
POLICIES: Mapping[str, str] = {
    "aws:apigateway/restApi:RestApi": "policy",
    "aws:apigateway/restApiPolicy:RestApiPolicy": "policy",
    "aws:vpclattice/authPolicy:AuthPolicy": "policy",
    **RESOURCE_POLICIES,
}
ACCOUNT = re.compile(r"(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::.*)?")
RESOURCE_TYPES = tuple(kind for kind in RESOURCE_POLICIES if kind != ROLE)
# Keys that tie a request of an AWS service to the resource or account that it acts for.
SOURCES = (
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:principalorgid",
    "kms:viaservice",
    "kms:calleraccount",
    "kms:grantisforawsresource",
    "sts:externalid",
)
# Keys whose value names the resource: "kms:EncryptionContext:aws:logs:arn".
CONTEXT = "kms:encryptioncontext:"
# EventBridge sends no source to encrypted topics and their keys: a condition would stop delivery.
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
TOPICS_AND_KEYS = (
    *(TOPIC, "aws:sns/topicPolicy:TopicPolicy"),
    *(KEY, KMS_KEY_POLICY, "aws:kms/replicaKey:ReplicaKey"),
)
# Services that assume a role for a resource of the caller and send its account and ARN; their
# guides ask for the condition ("cross-service confused deputy prevention").
ACT_FOR_CALLERS = (
    "bedrock",
    "cloudformation",
    "codebuild",
    "comprehend",
    "ecs-tasks",
    "grafana",
    "iot",
    "lex",
    "logs",
    "monitoring.rds",
    "pipes",
    "sagemaker",
    "scheduler",
    "ssm",
    "states",
    "transcribe",
    "transfer",
    "vpc-flow-logs",
)


@resource_rule(
    types=(*POLICIES, *SHARED_WITH),
    concern="security",
    severity="high",
    title="IAM resource policy or share admits an AWS account that is not on your list",
    risk="Another company's account reads or uses the resource.",
    fix="remove the account, or add it to the rule's setting accounts",
    same_intent_as=(),
    aws_docs=f"{GUIDE}/reference_policies_elements_principal.html",
    settings={"accounts": "ids of the AWS accounts that may be admitted; empty: not checked"},
)
def iam_resource_policy_listed_accounts(
    resource: Resource, *, accounts: tuple[str, ...] = ()
) -> Iterator[Finding]:
    if not accounts:
        return
    expected = f"one of {', '.join(accounts)}"
    if resource.type in SHARED_WITH:
        path = SHARED_WITH[resource.type]
        foreign = any_of(is_foreign(each, accounts) for each in accounts_in(resource, path))
        yield from found(foreign, resource, path, expected)
        return
    for statement in statements(resource, POLICIES[resource.type]):
        named = [*principals(statement.content.get("Principal")), *limited_to(statement)]
        foreign = any_of(is_foreign(each, accounts) for each in named)
        others = ", ".join(str(each) for each in named if is_foreign(each, accounts) is True)
        because = f"{statement.path} admits {others}"
        broken = all_of([statement.allows, foreign])
        yield from found(broken, resource, statement.path, expected, because=because)


def accounts_in(resource: Resource, path: str) -> Iterator[object]:
    """Yield the accounts in an input: one, a list, or a text with commas."""
    value = read(resource, path, [])
    for each in value if isinstance(value, list) else [value]:
        yield from [each] if is_unknown(each) else str(each).replace(" ", "").split(",")


def limited_to(statement: Statement) -> Iterator[object]:
    """Yield the accounts that conditions admit in place of a principal."""
    if statement.of_everyone is False:
        return
    for operator, key, value in statement.conditions:
        if not key:
            yield UNKNOWN
        elif key in ACCOUNT_KEYS and "not" not in operator.lower():
            yield from listed(value)


def is_foreign(principal: object, accounts: tuple[str, ...]) -> Truth:
    """Return whether a principal is of an account that is not listed."""
    if is_unknown(principal) or is_partial(principal):
        return UNKNOWN
    account = ACCOUNT.fullmatch(str(principal))
    return account is not None and account[1] not in accounts


@resource_rule(
    types=RESOURCE_TYPES,
    concern="security",
    severity="medium",
    title="IAM resource policy admits an AWS service without naming the source",
    risk="Any AWS customer can reach the resource through the service (confused deputy).",
    fix='StringEquals {"aws:SourceAccount": account}, or ArnLike {"aws:SourceArn": arn}',
    same_intent_as=(),
    aws_docs=f"{GUIDE}/confused-deputy.html",
    production=True,
)
def iam_resource_policy_service_source(resource: Resource) -> Iterator[Finding]:
    for statement in statements(resource, RESOURCE_POLICIES[resource.type]):
        service = names_service(statement, lambda name: sends_source(resource, name))
        yield from unlimited(resource, statement, service)


def sends_source(resource: Resource, service: str) -> bool:
    """Return whether a service sends the account or resource that it acts for."""
    return resource.type not in TOPICS_AND_KEYS or service.partition(".")[0] != "events"


@resource_rule(
    types=(ROLE,),
    concern="security",
    severity="low",
    title="IAM role for an AWS service does not name the source account or resource",
    risk="The service may use the role for a resource of another customer (confused deputy).",
    fix='StringEquals {"aws:SourceAccount": account} in the trust policy',
    same_intent_as=("iam_role_cross_service_confused_deputy_prevention",),
    aws_docs=f"{GUIDE}/confused-deputy.html",
    regulated=True,
)
def iam_role_service_trust_source(role: Resource) -> Iterator[Finding]:
    for statement in statements(role, RESOURCE_POLICIES[ROLE]):
        service = names_service(statement, acts_for_callers)
        yield from unlimited(role, statement, service)


def acts_for_callers(service: str) -> bool:
    name = service.partition(".amazonaws.com")[0]
    # "vpc-flow-logs", and regional principals such as "states.eu-west-1"
    return any(name == each or name.startswith(f"{each}.") for each in ACT_FOR_CALLERS)


def names_service(statement: Statement, concerned: Callable[[str], bool]) -> Truth:
    principal = statement.content.get("Principal")
    if is_shapeless(principal):
        return UNKNOWN
    services = listed(principal.get("Service")) if isinstance(principal, dict) else ()
    return any_of(
        UNKNOWN if is_unknown(each) or is_partial(each) else concerned(str(each))
        for each in services
    )


def unlimited(resource: Resource, statement: Statement, service: Truth) -> Iterator[Finding]:
    broken = all_of([statement.allows, service, not_(names_source(statement))])
    because = f"{statement.path} admits the service for every AWS account"
    expected = "aws:SourceAccount or aws:SourceArn"
    yield from found(broken, resource, statement.path, expected, because=because)


def names_source(statement: Statement) -> Truth:
    """Return whether a condition ties the service to an account, an organization or a resource."""
    conditions = list(statement.conditions)
    required = required_keys(conditions)
    tied = [
        UNKNOWN
        if not key or is_partial(key)
        else all_of([is_source(key), requires_match(operator, key, required)])
        for operator, key, _ in conditions
    ]
    return any_of([limit_callers(conditions), *tied])


def is_source(key: str) -> bool:
    return key in SOURCES or key.startswith(CONTEXT)


RULES: tuple[Rule, ...] = (
    iam_resource_policy_listed_accounts,
    iam_resource_policy_service_source,
    iam_role_service_trust_source,
)
