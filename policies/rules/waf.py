"""Rules for AWS WAF."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    items,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.buckets import is_specified
from policies.engine.selectors.tokens import WAFV2_WEB_ACL_ASSOCIATION
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import each_must_be, input_rule

GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
CLASSIC = ("aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl")
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
GROUP = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation"

KNOWN_BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet"
ANONYMOUS_ADDRESSES = "AWSManagedRulesAnonymousIpList"


@stack_rule(
    types=(WEB_ACL, *CLASSIC),
    concern="security",
    severity="high",
    title="AWS WAF web ACL has no rules",
    risk="The web ACL allows or blocks all requests.",
    fix=(
        'rules=[{"name": "common", "priority": 1, "override_action": {"none": {}}, '
        '"statement": {"managed_rule_group_statement": {"vendor_name": "AWS", "name": '
        '"AWSManagedRulesCommonRuleSet"}}, "visibility_config": '
        '{"cloudwatch_metrics_enabled": True, "metric_name": "common", '
        '"sampled_requests_enabled": True}}]'
    ),
    same_intent_as=("CKV_AWS_175",),
    aws_docs=f"{GUIDE}/web-acl.html",
)
def waf_web_acl_has_rules(acl: Resource, stack: Stack) -> Iterator[Finding]:
    groups = stack.attached(acl, "webAclArn", GROUP)
    held = any_of(
        [
            *(UNKNOWN if is_unknown(rule) else bool(rule) for rule in blocks(acl, "rules")),
            given(acl, "ruleJson"),
            bool(groups.found),
            *([UNKNOWN] if groups.unknown else []),
        ]
    )
    yield from found(not_(held), acl, "rules", "a rule")


@stack_rule(
    types=(WEB_ACL, *CLASSIC),
    concern="security",
    severity="medium",
    title="AWS WAF web ACL has no logging",
    risk="Blocked and allowed requests cannot be analysed.",
    fix=(
        "wafv2.WebAclLoggingConfiguration(resource_arn=acl.arn, log_destination_configs=[logs.arn])"
    ),
    same_intent_as=("CKV2_AWS_31", "CKV_AWS_176"),
    aws_docs=f"{GUIDE}/logging.html",
)
def waf_web_acl_logging(acl: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"no WebAclLoggingConfiguration exists for {acl.name}"
    yield from found(not_(logs(acl, stack)), acl, "", "a logging destination", because=because)


def logs(acl: Resource, stack: Stack) -> Truth:
    if acl.type in CLASSIC:
        return given(acl, "loggingConfiguration.logDestination")
    logging = stack.attached(acl, "resourceArn", LOGGING)
    return bool(logging.found) or (UNKNOWN if logging.unknown else False)


@resource_rule(
    types=(
        "aws:wafv2/webAcl:WebAcl",
        "aws:wafv2/ruleGroup:RuleGroup",
        "aws:waf/webAcl:WebAcl",
        "aws:waf/ruleGroup:RuleGroup",
        "aws:wafregional/webAcl:WebAcl",
        "aws:wafregional/ruleGroup:RuleGroup",
    ),
    concern="security",
    severity="medium",
    title="AWS WAF rule has no action",
    risk="Matching requests are neither blocked nor counted.",
    fix=('rules=[{"action": {"block": {}}}], or override_action={"none": {}} for a rule group'),
    same_intent_as=("CKV_AWS_342",),
    aws_docs="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html",
)
def waf_rule_has_action(resource: Resource) -> Iterator[Finding]:
    path = "activatedRules" if resource.type.endswith("ruleGroup:RuleGroup") else "rules"
    path = "rules" if "wafv2" in resource.type else path
    for where, rule in items(resource, path):
        acts = any_of(
            is_specified(at(rule, key))
            for key in ("action", "overrideAction", "statement.managedRuleGroupStatement")
        )
        yield from found(not_(acts), resource, where, "an action")


@resource_rule(
    types=("aws:wafv2/webAcl:WebAcl",),
    concern="security",
    severity="medium",
    title="AWS WAF web ACL does not block known bad inputs such as Log4Shell",
    risk="Requests with published exploits reach the application.",
    fix="add the managed rule group AWSManagedRulesKnownBadInputsRuleSet",
    same_intent_as=("CKV_AWS_192", "wafv2_webacl_managed_rule_groups_enabled"),
    aws_docs="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
    production=True,
)
def waf_web_acl_known_bad_inputs(resource: Resource) -> Iterator[Finding]:
    if read(resource, "ruleJson") is not None:
        return
    groups = [
        at(rule, "statement.managedRuleGroupStatement") for _, rule in items(resource, "rules")
    ]
    names = [at(group, "name") for group in groups if group is not None]
    path, expected = "rules", KNOWN_BAD_INPUTS
    yield from found(
        not_(any_of(equal(name, expected) for name in names)), resource, path, expected
    )
    for where, rule in items(resource, "rules"):
        named = equal(at(rule, "statement.managedRuleGroupStatement.name"), KNOWN_BAD_INPUTS)
        counts = is_specified(at(rule, "overrideAction.count"))
        yield from found(all_of([named, counts]), resource, f"{where}.overrideAction", "none")


@resource_rule(
    types=(
        "aws:waf/rule:Rule",
        "aws:wafregional/rule:Rule",
        "aws:waf/ruleGroup:RuleGroup",
        "aws:wafregional/ruleGroup:RuleGroup",
    ),
    concern="security",
    severity="medium",
    title="AWS WAF Classic rule or rule group is empty",
    risk="The rule matches nothing, so requests pass unchecked.",
    fix=(
        'predicates=[{"data_id": addresses.id, "negated": False, "type": "IPMatch"}], '
        "or move to wafv2"
    ),
    same_intent_as=(
        "waf_global_rule_with_conditions",
        "waf_global_rulegroup_not_empty",
        "waf_regional_rule_with_conditions",
        "waf_regional_rulegroup_not_empty",
    ),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
)
def waf_classic_not_empty(resource: Resource) -> Iterator[Finding]:
    path = "predicates" if resource.type.endswith(":Rule") else "activatedRules"
    yield from found(not_(given(resource, path)), resource, path, "at least one")


@stack_rule(
    types=(
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:apigateway/stage:Stage",
        "aws:apigatewayv2/api:Api",
        "aws:appsync/graphQLApi:GraphQLApi",
        "aws:cloudfront/distribution:Distribution",
    ),
    concern="security",
    severity="low",
    title="AWS WAF web ACL of a resource does not block Log4Shell and anonymous addresses",
    risk="Requests with the exploit of CVE-2021-44228 reach the application.",
    fix=(
        "add the managed rule groups AWSManagedRulesKnownBadInputsRuleSet and "
        "AWSManagedRulesAnonymousIpList to the web ACL"
    ),
    same_intent_as=("CKV2_AWS_47", "CKV2_AWS_76", "CKV2_AWS_77", "CKV2_AWS_78"),
    aws_docs="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
    regulated=True,
)
def waf_protected_resource_log4j(resource: Resource, stack: Stack) -> Iterator[Finding]:
    acls = protecting(resource, stack)
    if acls is None:
        return  # another rule asks for a web ACL
    for group in (KNOWN_BAD_INPUTS, ANONYMOUS_ADDRESSES):
        blocked = any_of(UNKNOWN if acl is UNKNOWN else uses(acl, group) for acl in acls)
        because = f"the web ACL of {resource.name} does not use {group}"
        yield from found(not_(blocked), resource, "", group, because=because)


def protecting(resource: Resource, stack: Stack) -> list[Resource | Unknown | None] | None:
    """Return the web ACLs of a resource; None without one."""
    if "webAclId" in resource.inputs:
        return [stack.follow(resource, "webAclId", WEB_ACL)]
    linked = stack.attached(resource, "resourceArn", WAFV2_WEB_ACL_ASSOCIATION)
    acls = [stack.follow(link, "webAclArn", WEB_ACL) for link in linked.found]
    return [*acls, *([UNKNOWN] if linked.unknown else [])] or None


def uses(acl: object, group: str) -> Truth:
    """Return whether a web ACL uses a managed rule group; UNKNOWN for an ACL of another stack."""
    if not isinstance(acl, Resource):
        return UNKNOWN
    if is_set(acl, "ruleJson"):
        return UNKNOWN
    names = [at(rule, "statement.managedRuleGroupStatement.name") for rule in blocks(acl, "rules")]
    return any_of(equal(name, group) for name in names)


RULES: tuple[Rule, ...] = (
    waf_web_acl_has_rules,
    waf_web_acl_logging,
    waf_rule_has_action,
    waf_web_acl_known_bad_inputs,
    input_rule(
        "waf-rule-cloudwatch-metrics",
        each_must_be("rules", "visibilityConfig.cloudwatchMetricsEnabled", True),
        types=("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"),
        concern="operations",
        severity="low",
        title="AWS WAF rule has no CloudWatch metrics",
        risk="Blocked requests are not visible, and no alarm can react.",
        fix='visibility_config={"cloudwatch_metrics_enabled": True, ...}',
        aws_docs="https://docs.aws.amazon.com/waf/latest/developerguide/monitoring-cloudwatch.html",
    ),
    waf_classic_not_empty,
    waf_protected_resource_log4j,
)
