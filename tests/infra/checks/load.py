"""Protection that blocks the stated load: web ACLs in front of fleets."""

from collections.abc import Iterator

from tests.infra.recorder import Recording

ACL = "aws:wafv2/webAcl:WebAcl"
COMMON_RULES, BODY_RULE = "AWSManagedRulesCommonRuleSet", "SizeRestrictions_BODY"
WINDOW_MINUTES = 5  # of a rate-based statement


def findings(recording: Recording) -> list[str]:
    return sorted({*blocked_bodies(recording), *blocked_addresses(recording)})


def blocked_bodies(recording: Recording) -> Iterator[str]:
    """Yield web ACLs that refuse bodies above 8 KB, the size of a small image or text.

    https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
    """
    for each in recording.of_type(ACL):
        for rule in each.inputs["rules"]:
            group = rule["statement"].get("managedRuleGroupStatement", {})
            overridden = {
                override["name"]
                for override in group.get("ruleActionOverrides", [])
                if "block" not in override["actionToUse"]
            }
            if group.get("name") == COMMON_RULES and BODY_RULE not in overridden:
                yield f"{each}: {BODY_RULE} blocks request bodies above 8 KB"


def tracked_load(recording: Recording) -> int:
    """Return the requests in five minutes that the largest fleet's minimum size is for.

    The fleet of a standby region gets the same requests after a failover.
    """
    loads = [0]
    for policy in recording.of_type("aws:autoscaling/policy:Policy"):
        tracking = policy.inputs.get("targetTrackingConfiguration", {})
        metric = tracking.get("predefinedMetricSpecification", {}).get("predefinedMetricType")
        if metric == "ALBRequestCountPerTarget":
            group = recording.follow(policy.inputs["autoscalingGroupName"])
            loads.append(int(tracking["targetValue"] * group.inputs["minSize"] * WINDOW_MINUTES))
    return max(loads)


def blocked_addresses(recording: Recording) -> Iterator[str]:
    """Yield rate limits below the load of the smallest fleet, which may come from one proxy."""
    load = tracked_load(recording)
    for each in recording.of_type(ACL):
        for rule in each.inputs["rules"]:
            limited = rule["statement"].get("rateBasedStatement")
            if limited and limited["limit"] < load:
                yield f"{each}: rate limit {limited['limit']} is below the load {load}"
