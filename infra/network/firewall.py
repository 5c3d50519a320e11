"""AWS WAF web ACL of the load balancer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import wafv2

from infra.aws.log_group import log_group
from infra.context import Context
from infra.deployment import Deployment
from infra.network.settings import LoadBalancerSettings
from infra.settings import Settings

COMMON_RULES, BODY_SIZE_RULE = "AWSManagedRulesCommonRuleSet", "SizeRestrictions_BODY"
# https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
BODY_LIMIT_KB = 8
RATE_WINDOW_MINUTES = 5
DEFAULT_RATE_LIMIT = 10_000  # of a fleet without requests_per_target


@dataclass(frozen=True, slots=True)
class FirewallArgs:
    context: Context
    load_balancer_arn: pulumi.Input[str]
    rule_groups: Sequence[str]  # AWS managed rule groups in order of evaluation
    rate_limit: int  # requests per IP address in five minutes
    # Rules to count instead of block, by managed rule group.
    rule_exceptions: Mapping[str, Sequence[str]] = field(default_factory=dict)


def visibility(name: str) -> wafv2.WebAclVisibilityConfigArgsDict:
    return {
        "metric_name": name,
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    }


def plan_rules(
    rule_groups: Sequence[str],
    rate_limit: int,
    rule_exceptions: Mapping[str, Sequence[str]],
) -> list[wafv2.WebAclRuleArgsDict]:
    """Return the rate limit, which is the cheapest to evaluate, and the managed rule groups."""
    limit: wafv2.WebAclRuleArgsDict = {
        "name": "rate-limit",
        "priority": 0,
        "action": {"block": {}},
        "statement": {
            "rate_based_statement": {"limit": rate_limit, "aggregate_key_type": "IP"},
        },
        "visibility_config": visibility("rate-limit"),
    }
    managed: list[wafv2.WebAclRuleArgsDict] = [
        {
            "name": group,
            "priority": priority,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": managed_group(group, rule_exceptions)},
            "visibility_config": visibility(group),
        }
        for priority, group in enumerate(rule_groups, start=1)
    ]
    return [limit, *managed]


def managed_group(
    group: str, rule_exceptions: Mapping[str, Sequence[str]]
) -> wafv2.WebAclRuleStatementManagedRuleGroupStatementArgsDict:
    statement: wafv2.WebAclRuleStatementManagedRuleGroupStatementArgsDict = {
        "vendor_name": "AWS",
        "name": group,
    }
    if rules := rule_exceptions.get(group):
        statement["rule_action_overrides"] = [
            {"name": rule, "action_to_use": {"count": {}}} for rule in rules
        ]
    return statement


class Firewall(pulumi.ComponentResource):
    """Web ACL with a rate limit, AWS managed rule groups and logging."""

    def __init__(
        self, name: str, args: FirewallArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Firewall", name, None, opts)
        self.tags = args.context.tags("firewall", "serving", "internal")
        child = pulumi.ResourceOptions(parent=self)

        acl = wafv2.WebAcl(
            name,
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=plan_rules(args.rule_groups, args.rate_limit, args.rule_exceptions),
            visibility_config=visibility(name),
            tags=self.tags,
            opts=child,
        )
        wafv2.WebAclAssociation(
            name, resource_arn=args.load_balancer_arn, web_acl_arn=acl.arn, opts=child
        )
        # WAF requires this prefix of the log group name.
        path = f"aws-waf-logs-{args.context.prefix}"
        wafv2.WebAclLoggingConfiguration(
            name,
            resource_arn=acl.arn,
            log_destination_configs=[log_group(name, path, args.context, self.tags, child).arn],
            opts=child,
        )
        self.web_acl_arn = acl.arn
        self.register_outputs({"web_acl_arn": acl.arn})


def plan_exceptions(settings: LoadBalancerSettings) -> dict[str, tuple[str, ...]]:
    """Return the rules that only count, with the body size rule if larger bodies are expected."""
    exceptions = dict(settings.firewall_rule_exceptions)
    if settings.max_request_kb > BODY_LIMIT_KB and COMMON_RULES in settings.firewall_rule_groups:
        stated = exceptions.get(COMMON_RULES, ())
        exceptions[COMMON_RULES] = tuple(dict.fromkeys((*stated, BODY_SIZE_RULE)))
    return exceptions


def plan_rate_limit(settings: Settings) -> int:
    """Return the requests of one address in five minutes above which it is blocked."""
    if settings.load_balancer and settings.load_balancer.firewall_rate_limit:
        return settings.load_balancer.firewall_rate_limit
    serving = settings.serving
    if serving is None or serving.requests_per_target is None:
        return DEFAULT_RATE_LIMIT
    return serving.requests_per_target * serving.min_size * RATE_WINDOW_MINUTES


def add_firewall(d: Deployment, load_balancer_arn: pulumi.Input[str]) -> None:
    """Availability: WAF is a regional service that spans all zones."""
    settings = d.settings.load_balancer
    if settings and settings.firewall_rule_groups:
        args = FirewallArgs(
            context=d.context,
            load_balancer_arn=load_balancer_arn,
            rule_groups=settings.firewall_rule_groups,
            rate_limit=plan_rate_limit(d.settings),
            rule_exceptions=plan_exceptions(settings),
        )
        d.create(Firewall, "firewall", args)
