"""Rules for AWS WAF."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, any_of, blocks, found, given, is_unknown, not_
from policies.engine.rule import Rule, stack_rule
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
CLASSIC = ("aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl")
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
GROUP = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation"


@stack_rule(
    types=(WEB_ACL, *CLASSIC),
    concern="security",
    severity="high",
    title="AWS WAF web ACL has no rules",
    risk="The web ACL allows or blocks all requests.",
    fix="rules=[...], for example the managed rule group AWSManagedRulesCommonRuleSet",
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
    fix="wafv2.WebAclLoggingConfiguration(resource_arn=acl.arn, log_destination_configs=[...])",
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


RULES: tuple[Rule, ...] = (
    waf_web_acl_has_rules,
    waf_web_acl_logging,
)
