"""A candidate beside the fleet: it gets a share of the requests, and loses it when it errs.

The share is the stack's setting; what takes it away in trouble is AWS itself, at an alarm. Then
set the weight to 0, or the next change of the rule gives the share back.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, lb, ssm

from infra.policy import allow, assumed_by, document
from infra.roles import taken_on_by
from infra.scope import Scope
from infra.settings import CandidateSettings, ServingSettings

ALL = 100  # of the weight
PURPOSE = "candidate-rollback"  # names the automation and its role, a pair in a region


def candidate_settings(serving: ServingSettings, candidate: CandidateSettings) -> ServingSettings:
    """Return what the candidate's own fleet is: as the fleet, but for what is stated."""
    changed = {
        "container_image": candidate.container_image,
        "min_size": candidate.min_size,
        "max_size": candidate.max_size,
        "on_demand_base": min(serving.on_demand_base, candidate.min_size),
        "candidate": None,
    }
    return serving.model_copy(update=changed)


def plan_shares(
    fleet: pulumi.Input[str], candidate: pulumi.Input[str], settings: CandidateSettings
) -> lb.ListenerRuleActionForwardArgsDict:
    """Share requests out by weight; a client stays where it was sent, for a while."""
    share: lb.ListenerRuleActionForwardArgsDict = {
        "target_groups": [
            {"arn": fleet, "weight": ALL - settings.weight_percent},
            {"arn": candidate, "weight": settings.weight_percent},
        ]
    }
    if settings.sticky_minutes:
        share["stickiness"] = {"enabled": True, "duration": settings.sticky_minutes * 60}
    return share


@dataclass(frozen=True, slots=True)
class RollbackArgs:
    scope: Scope
    rule_arn: pulumi.Input[str]
    fleet_arn: pulumi.Input[str]  # target groups
    candidate_arn: pulumi.Input[str]
    alarms: Sequence[cloudwatch.MetricAlarm]
    tags: Mapping[str, str]


def runbook(rule: str, fleet: str, candidate: str, role: str) -> str:
    """Return the automation that sends all requests to the fleet, known by ARNs."""
    share = {
        "TargetGroups": [
            {"TargetGroupArn": fleet, "Weight": ALL},
            {"TargetGroupArn": candidate, "Weight": 0},
        ]
    }
    step = {
        "name": "WeighBack",
        "action": "aws:executeAwsApi",
        "isEnd": True,
        "inputs": {
            "Service": "elbv2",
            "Api": "ModifyRule",
            "RuleArn": rule,
            "Actions": [{"Type": "forward", "ForwardConfig": share}],
        },
    }
    return json.dumps(
        {
            "schemaVersion": "0.3",
            "description": "Takes the candidate's share of requests away",
            "assumeRole": role,
            "mainSteps": [step],
        }
    )


def weigh_back(name: str, args: RollbackArgs, child: pulumi.ResourceOptions) -> None:
    """Start the automation when one of the alarms fires."""
    scope = args.scope
    known_as = f"{scope.prefix}-{PURPOSE}"
    changes = changing_role(name, args, child)
    content = pulumi.Output.all(
        rule=args.rule_arn, fleet=args.fleet_arn, candidate=args.candidate_arn
    ).apply(lambda known: runbook(**known, role=scope.role_arn(PURPOSE)))
    ssm.Document(
        name,
        name=known_as,  # the target names it
        document_type="Automation",
        document_format="JSON",
        content=content,
        tags=args.tags,
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[changes])),
    )
    rule = cloudwatch.EventRule(
        name,
        description="The candidate errs, or is late",
        event_pattern=pulumi.Output.json_dumps(
            {
                "source": ["aws.cloudwatch"],
                "detail-type": ["CloudWatch Alarm State Change"],
                "resources": [each.arn for each in args.alarms],
                "detail": {"state": {"value": ["ALARM"]}},
            }
        ),
        tags=args.tags,
        opts=child,
    )
    cloudwatch.EventTarget(
        name,
        rule=rule.name,
        arn=f"{scope.arn('ssm', f'automation-definition/{known_as}')}:$DEFAULT",
        role_arn=starting_role(f"{name}-start", args, child),
        opts=child,
    )


def changing_role(name: str, args: RollbackArgs, child: pulumi.ResourceOptions) -> iam.RolePolicy:
    """Make the role that changes rules of this component, and no others."""
    scope = args.scope
    rules = scope.arn("elasticloadbalancing", "listener-rule/app/*")
    ours = {"aws:ResourceTag/component": args.tags["component"]}
    role = iam.Role(
        name,
        name=scope.role(PURPOSE),  # the automation names it
        description="What takes the candidate's share away may do",
        assume_role_policy=taken_on_by(scope, "ssm"),
        tags=args.tags,
        opts=child,
    )
    change = allow(["elasticloadbalancing:ModifyRule"], [rules])
    return iam.RolePolicy(
        name,
        role=role.id,
        policy=document({**change, "Condition": {"StringEquals": ours}}),
        opts=child,
    )


def starting_role(
    name: str, args: RollbackArgs, child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    scope = args.scope
    role = iam.Role(
        name,
        description="What starts the automation at an alarm may do",
        assume_role_policy=assumed_by("events"),
        tags=args.tags,
        opts=child,
    )
    definition = scope.arn("ssm", f"automation-definition/{scope.prefix}-{PURPOSE}:*")
    passes = allow(["iam:PassRole"], [scope.role_arn(PURPOSE)])
    to = {"iam:PassedToService": "ssm.amazonaws.com"}
    iam.RolePolicy(
        name,
        role=role.id,
        policy=document(
            allow(["ssm:StartAutomationExecution"], [definition]),
            {**passes, "Condition": {"StringEquals": to}},
        ),
        opts=child,
    )
    return role.arn
