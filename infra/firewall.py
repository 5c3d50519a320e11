"""The web application firewall in front of the load balancer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import wafv2

from infra.logs import LogKeeping, log_group
from infra.scope import Scope


@dataclass(frozen=True, slots=True)
class FirewallArgs:
    scope: Scope
    load_balancer_arn: pulumi.Input[str]
    rule_groups: Sequence[str]  # AWS managed ones, in the order they are asked
    rate_limit: int  # requests of one address in five minutes
    logs: LogKeeping
    tags: Mapping[str, str]


def visible(name: str) -> wafv2.WebAclVisibilityConfigArgsDict:
    return {
        "metric_name": name,
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    }


def plan_rules(rule_groups: Sequence[str], rate_limit: int) -> list[wafv2.WebAclRuleArgsDict]:
    """Cut off whoever asks too much first: that rule is the cheapest to decide."""
    limit: wafv2.WebAclRuleArgsDict = {
        "name": "rate-limit",
        "priority": 0,
        "action": {"block": {}},
        "statement": {
            "rate_based_statement": {"limit": rate_limit, "aggregate_key_type": "IP"},
        },
        "visibility_config": visible("rate-limit"),
    }
    managed: list[wafv2.WebAclRuleArgsDict] = [
        {
            "name": group,
            "priority": priority,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {"vendor_name": "AWS", "name": group},
            },
            "visibility_config": visible(group),
        }
        for priority, group in enumerate(rule_groups, start=1)
    ]
    return [limit, *managed]


class Firewall(pulumi.ComponentResource):
    """A web ACL with AWS's managed rules and a limit of requests, and the log of what it saw."""

    def __init__(
        self, name: str, args: FirewallArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Firewall", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        acl = wafv2.WebAcl(
            name,
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=plan_rules(args.rule_groups, args.rate_limit),
            visibility_config=visible(name),
            tags=args.tags,
            opts=child,
        )
        wafv2.WebAclAssociation(
            name, resource_arn=args.load_balancer_arn, web_acl_arn=acl.arn, opts=child
        )
        # WAF writes only to a group whose name begins so.
        path = f"aws-waf-logs-{args.scope.prefix}"
        wafv2.WebAclLoggingConfiguration(
            name,
            resource_arn=acl.arn,
            log_destination_configs=[log_group(name, path, args.logs, args.tags, child).arn],
            opts=child,
        )
        self.register_outputs({"web_acl_arn": acl.arn})
