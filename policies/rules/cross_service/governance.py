"""Rules for several services: organizations, sessions, logs and endpoints of a landing zone."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    InvalidInputError,
    Truth,
    UnknownInput,
    all_of,
    any_of,
    equal,
    forbid,
    found,
    is_partial,
    is_unknown,
    not_,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.documents import statements
from policies.engine.selectors.permissions import POLICY
from policies.engine.selectors.tokens import (
    DISTRIBUTION,
    IAM_ROLE_POLICY,
    IAM_USER_POLICY,
    ROLE,
    VPC,
    VPC_ENDPOINT,
)
from policies.engine.stack import Stack

IAM_GROUP = "aws:iam/group:Group"
GROUP_POLICY = "aws:iam/groupPolicy:GroupPolicy"
GROUP_ATTACHMENT = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
MFA = ("aws:multifactorauthpresent", "aws:multifactorauthage")
QUERY_LOGS = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"
TABLE_ASSOCIATION = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
WEB_ACL = "aws:wafv2/webAclAssociation:WebAclAssociation"
DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?")


@resource_rule(
    types=("aws:organizations/organization:Organization",),
    concern="security",
    severity="medium",
    title="AWS Organizations has consolidated billing only",
    risk="Service control policies cannot restrict the accounts.",
    fix='feature_set="ALL"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html",
)
def organizations_all_features(organization: Resource) -> Iterator[Finding]:
    yield from require(organization, "featureSet", "ALL", default="ALL")


@resource_rule(
    types=("aws:ssoadmin/permissionSet:PermissionSet",),
    concern="security",
    severity="low",
    title="IAM Identity Center permission set has sessions of more than eight hours",
    risk="Credentials of a stolen session work for longer.",
    fix='session_duration="PT4H"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html",
    settings={"maximum_hours": "longest session, in hours"},
)
def iam_permission_set_session_duration(
    permissions: Resource, *, maximum_hours: int = 8
) -> Iterator[Finding]:
    hours = longer_than(read(permissions, "sessionDuration", "PT1H"), maximum_hours)
    yield from found(hours, permissions, "sessionDuration", f"at most PT{maximum_hours}H")


def longer_than(duration: object, hours: int) -> Truth:
    if is_unknown(duration) or is_partial(duration):
        return UNKNOWN
    matched = DURATION.fullmatch(str(duration))
    return matched is not None and int(matched[1] or 0) * 60 + int(matched[2] or 0) > hours * 60


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="low",
    title="CloudFront distribution has no field-level encryption",
    risk="Every service behind the distribution can read sensitive form fields.",
    fix='default_cache_behavior={"field_level_encryption_id": encryption.id, ...}',
    same_intent_as=("cloudfront_distributions_field_level_encryption_enabled",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/field-level-encryption.html",
    regulated=True,
)
def cloudfront_distribution_field_level_encryption(distribution: Resource) -> Iterator[Finding]:
    path = "defaultCacheBehavior.fieldLevelEncryptionId"
    yield from forbid(distribution, path, None, expected="a field-level encryption configuration")


@stack_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="low",
    title="Cognito user pool has no WAF web ACL",
    risk="Passwords can be tried without a limit on the rate of requests.",
    fix="wafv2.WebAclAssociation(resource_arn=pool.arn, web_acl_arn=acl.arn)",
    same_intent_as=("cognito_user_pool_waf_acl_attached",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html",
    regulated=True,
)
def cognito_user_pool_waf_web_acl(pool: Resource, stack: Stack) -> Iterator[Finding]:
    acl = stack.attached(pool, "resourceArn", WEB_ACL).exist
    because = f"no WebAclAssociation names {pool.name}"
    yield from found(not_(acl), pool, "", "a web ACL", because=because)


@stack_rule(
    types=(IAM_GROUP,),
    concern="security",
    severity="low",
    title="IAM group does not require multi-factor authentication",
    risk="A stolen password is enough to use the permissions of the group.",
    fix='a group policy that denies actions where "aws:MultiFactorAuthPresent" is false',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html",
    regulated=True,
)
def iam_group_mfa_required(group: Resource, stack: Stack) -> Iterator[Finding]:
    own = stack.attached(group, "group", GROUP_POLICY, GROUP_ATTACHMENT)
    asked = any_of(
        [*(asks_for_mfa(each, stack) for each in own.found), *(UNKNOWN for _ in own.unknown)]
    )
    because = f"no policy of {group.name} has the condition aws:MultiFactorAuthPresent"
    yield from found(not_(asked), group, "", "a condition", because=because)


def asks_for_mfa(holder: Resource, stack: Stack) -> Truth:
    if holder.type == GROUP_POLICY:
        return has_mfa_condition(holder)
    policy = stack.follow(holder, "policyArn", POLICY)
    return has_mfa_condition(policy) if isinstance(policy, Resource) else UNKNOWN


def has_mfa_condition(policy: Resource) -> Truth:
    try:
        return any_of(
            UNKNOWN if not key or is_partial(key) else key in MFA
            for statement in statements(policy, "policy")
            for _, key, _ in statement.conditions
        )
    except (UnknownInput, InvalidInputError):
        return UNKNOWN


@resource_rule(
    types=(IAM_ROLE_POLICY, IAM_USER_POLICY, GROUP_POLICY, ROLE),
    concern="operations",
    severity="low",
    title="IAM principal has an inline policy",
    risk="Inline policies have no versions and are reviewed one by one.",
    fix="iam.Policy with an attachment in place of the inline policy",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
    regulated=True,
)
def iam_no_inline_policies(principal: Resource) -> Iterator[Finding]:
    if principal.type == ROLE:
        inline = read(principal, "inlinePolicies", [])
        broken = UNKNOWN if is_unknown(inline) else bool(inline)
        yield from found(broken, principal, "inlinePolicies", "a managed policy")
    else:
        because = f"{principal.name} is an inline policy"
        yield from found(True, principal, "", "a managed policy", because=because)


@stack_rule(
    types=(VPC,),
    concern="security",
    severity="low",
    title="Route 53 Resolver does not log the DNS queries of the VPC",
    risk="Names that malware looks up are not recorded.",
    fix="route53.ResolverQueryLogConfigAssociation(resource_id=vpc.id, ...)",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html",
    regulated=True,
)
def route53_resolver_query_logging(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    logs = stack.attached(vpc, "resourceId", QUERY_LOGS).exist
    because = f"no query log configuration names {vpc.name}"
    yield from found(not_(logs), vpc, "", "query logging", because=because)


@stack_rule(
    types=(VPC_ENDPOINT,),
    concern="availability",
    severity="medium",
    title="VPC gateway endpoint has no route table",
    risk="Traffic to the service takes another way, or none.",
    fix="route_table_ids=[table.id]",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
)
def vpc_gateway_endpoint_has_route_table(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    gateway = equal(read(endpoint, "vpcEndpointType", "Gateway"), "Gateway")
    tables = read(endpoint, "routeTableIds", [])
    routed = any_of(
        [
            UNKNOWN if is_unknown(tables) else bool(tables),
            stack.attached(endpoint, "vpcEndpointId", TABLE_ASSOCIATION).exist,
        ]
    )
    broken = all_of([gateway, not_(routed)])
    yield from found(broken, endpoint, "routeTableIds", "the route tables of its subnets")


@resource_rule(
    types=("aws:cloudformation/stackSet:StackSet",),
    concern="availability",
    severity="low",
    title="CloudFormation stack set deletes stacks of accounts that leave the organization",
    risk="Resources that are still in use are deleted with the stack.",
    fix='auto_deployment={"enabled": True, "retain_stacks_on_account_removal": True}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html",
)
def cloudformation_stack_set_retention(stack_set: Resource) -> Iterator[Finding]:
    automatic = equal(read(stack_set, "autoDeployment.enabled"), option=True)
    path = "autoDeployment.retainStacksOnAccountRemoval"
    kept = equal(read(stack_set, path), option=True)
    yield from found(all_of([automatic, not_(kept)]), stack_set, path, expected=True)


RULES: tuple[Rule, ...] = (
    organizations_all_features,
    iam_permission_set_session_duration,
    cloudfront_distribution_field_level_encryption,
    cognito_user_pool_waf_web_acl,
    iam_group_mfa_required,
    iam_no_inline_policies,
    route53_resolver_query_logging,
    vpc_gateway_endpoint_has_route_table,
    cloudformation_stack_set_retention,
)
