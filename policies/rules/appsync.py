"""Rules for AWS AppSync."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, not_
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.tokens import WEB_ACL_ASSOCIATIONS
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_be_given, must_not_be

PAGE = "https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html"
CACHE = "aws:appsync/apiCache:ApiCache"


@stack_rule(
    types=("aws:appsync/graphQLApi:GraphQLApi",),
    concern="security",
    severity="medium",
    title="AWS AppSync API has no AWS WAF web ACL",
    risk="Injection attempts, bots and request floods reach the API unfiltered.",
    fix="wafv2.WebAclAssociation(resource_arn=api.arn, web_acl_arn=acl.arn)",
    same_intent_as=("CKV2_AWS_33",),
    aws_docs="https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html",
)
def appsync_api_waf_web_acl(resource: Resource, stack: Stack) -> Iterator[Finding]:
    firewalls = stack.attached(resource, "resourceArn", *WEB_ACL_ASSOCIATIONS)
    because = f"no web ACL is associated with {resource.name}"
    yield from found(not_(firewalls.exist), resource, "", "a web ACL", because=because)


RULES: tuple[Rule, ...] = (
    input_rule(
        "appsync-api-cache-encryption-at-rest",
        must_be("atRestEncryptionEnabled", True),
        types=(CACHE,),
        concern="security",
        severity="medium",
        title="AWS AppSync API cache is not encrypted at rest",
        risk="Cached responses can be read from the underlying storage.",
        fix="at_rest_encryption_enabled=True",
        same_intent_as=("CKV_AWS_214",),
        aws_docs=PAGE,
    ),
    input_rule(
        "appsync-api-cache-encryption-in-transit",
        must_be("transitEncryptionEnabled", True),
        types=(CACHE,),
        concern="security",
        severity="medium",
        title="AWS AppSync API cache is not encrypted in transit",
        risk="Responses travel to the cache in plain text and can be intercepted.",
        fix="transit_encryption_enabled=True",
        same_intent_as=("CKV_AWS_215",),
        aws_docs=PAGE,
    ),
    input_rule(
        "appsync-api-logging",
        must_be_given("logConfig.fieldLogLevel", "ERROR"),
        types=("aws:appsync/graphQLApi:GraphQLApi",),
        concern="operations",
        severity="low",
        title="AWS AppSync API has no field-level logging",
        risk="Errors of resolvers leave no record, so their cause cannot be found.",
        fix='log_config={"cloudwatch_logs_role_arn": role.arn, "field_log_level": "ERROR"}',
        same_intent_as=("CKV_AWS_193",),
        aws_docs="https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html",
    ),
    appsync_api_waf_web_acl,
    input_rule(
        "appsync-api-field-level-logging",
        must_be("logConfig.fieldLogLevel", "ALL", "ERROR", "INFO", "DEBUG"),
        types=("aws:appsync/graphQLApi:GraphQLApi",),
        concern="operations",
        severity="low",
        title="AppSync API does not log at field level",
        risk="Failed fields of a request leave no record.",
        fix='log_config={"field_log_level": "ERROR", "cloudwatch_logs_role_arn": role.arn}',
        same_intent_as=("CKV_AWS_194", "appsync_field_level_logging_enabled"),
        aws_docs="https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html",
        production=True,
    ),
    input_rule(
        "appsync-api-no-api-key-authentication",
        must_not_be(
            "authenticationType",
            "API_KEY",
            expected="AWS_IAM, Amazon Cognito, OpenID Connect or Lambda",
        ),
        types=("aws:appsync/graphQLApi:GraphQLApi",),
        concern="security",
        severity="high",
        title="AppSync API authenticates callers by an API key",
        risk="A key in a client program identifies no caller and is known to every user.",
        fix='authentication_type="AMAZON_COGNITO_USER_POOLS", or "AWS_IAM"',
        same_intent_as=("appsync_graphql_api_no_api_key_authentication",),
        aws_docs="https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html",
    ),
)
