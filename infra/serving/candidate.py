"""Candidate fleet on a share of the requests, with automatic rollback.

An alarm of the candidate starts an SSM automation that sets its target group weight to 0. After a
rollback set weight_percent to 0, otherwise the next change of the listener rule restores it.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, lb, ssm

from infra.aws.policy_document import allow, assumed_by, assumed_in_account, document
from infra.context import Context
from infra.serving.settings import CandidateSettings, ServingSettings

FULL_WEIGHT = 100
PURPOSE = "candidate-rollback"  # in the names of the automation and its role


def candidate_settings(serving: ServingSettings, candidate: CandidateSettings) -> ServingSettings:
    """Return the fleet's settings with the candidate's image and size."""
    update = {
        "container_image": candidate.container_image,
        "min_size": candidate.min_size,
        "max_size": candidate.max_size,
        "on_demand_base": min(serving.on_demand_base, candidate.min_size),
        "candidate": None,
    }
    return serving.model_copy(update=update)


def weighted_forward(
    fleet: pulumi.Input[str], candidate: pulumi.Input[str], settings: CandidateSettings
) -> lb.ListenerRuleActionForwardArgsDict:
    """Return a weighted forward action with target group stickiness."""
    forward: lb.ListenerRuleActionForwardArgsDict = {
        "target_groups": [
            {"arn": fleet, "weight": FULL_WEIGHT - settings.weight_percent},
            {"arn": candidate, "weight": settings.weight_percent},
        ]
    }
    if settings.stickiness_minutes:
        forward["stickiness"] = {"enabled": True, "duration": settings.stickiness_minutes * 60}
    return forward


@dataclass(frozen=True, slots=True)
class RollbackArgs:
    context: Context
    rule_arn: pulumi.Input[str]
    fleet_arn: pulumi.Input[str]  # target group
    candidate_arn: pulumi.Input[str]
    alarms: Sequence[cloudwatch.MetricAlarm]
    tags: Mapping[str, str]


def runbook(rule: str, fleet: str, candidate: str, role: str) -> str:
    """Return the SSM automation that sends all requests to the fleet; arguments are ARNs."""
    share = {
        "TargetGroups": [
            {"TargetGroupArn": fleet, "Weight": FULL_WEIGHT},
            {"TargetGroupArn": candidate, "Weight": 0},
        ]
    }
    step = {
        "name": "ResetWeights",
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
            "description": "Sets the candidate's target group weight to 0",
            "assumeRole": role,
            "mainSteps": [step],
        }
    )


def add_rollback(name: str, args: RollbackArgs, child: pulumi.ResourceOptions) -> None:
    """Start the automation when one of the candidate's alarms fires."""
    context = args.context
    physical_name = f"{context.prefix}-{PURPOSE}"
    policy = automation_role(name, args, child)
    content = pulumi.Output.all(
        rule=args.rule_arn, fleet=args.fleet_arn, candidate=args.candidate_arn
    ).apply(lambda known: runbook(**known, role=context.role_arn(PURPOSE)))
    ssm.Document(
        name,
        name=physical_name,  # the event target refers to it
        document_type="Automation",
        document_format="JSON",
        content=content,
        tags=args.tags,
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[policy])),
    )
    rule = cloudwatch.EventRule(
        name,
        description="Candidate alarm: errors or latency",
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
        arn=f"{context.arn('ssm', f'automation-definition/{physical_name}')}:$DEFAULT",
        role_arn=event_role(f"{name}-start", args, child),
        opts=child,
    )


def automation_role(name: str, args: RollbackArgs, child: pulumi.ResourceOptions) -> iam.RolePolicy:
    """Create the role of the automation, which may modify this component's listener rules."""
    context = args.context
    rules = context.arn("elasticloadbalancing", "listener-rule/app/*")
    own = {"aws:ResourceTag/component": args.tags["component"]}
    role = iam.Role(
        name,
        name=context.role(PURPOSE),  # the automation refers to it
        description="Automation that resets the candidate's weight",
        assume_role_policy=assumed_in_account(context, "ssm"),
        tags=args.tags,
        opts=child,
    )
    change = allow(["elasticloadbalancing:ModifyRule"], [rules])
    return iam.RolePolicy(
        name,
        role=role.id,
        policy=document({**change, "Condition": {"StringEquals": own}}),
        opts=child,
    )


def event_role(name: str, args: RollbackArgs, child: pulumi.ResourceOptions) -> pulumi.Output[str]:
    context = args.context
    role = iam.Role(
        name,
        description="EventBridge rule that starts the rollback automation",
        assume_role_policy=assumed_by("events"),
        tags=args.tags,
        opts=child,
    )
    definition = context.arn("ssm", f"automation-definition/{context.prefix}-{PURPOSE}:*")
    passes = allow(["iam:PassRole"], [context.role_arn(PURPOSE)])
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
