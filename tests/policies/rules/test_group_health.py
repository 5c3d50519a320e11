from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import CLASSIC_LOAD_BALANCER, GROUP, TARGET_GROUP
from policies.rules.autoscaling.group import (
    ATTACHMENT,
    SOURCE_ATTACHMENT,
)
from tests.policies.row import Row, declare, findings, rule_of

SELECTED = {"healthCheck": {"path": "/health"}}
WEB = declare(TARGET_GROUP, "web", SELECTED)
SILENT = declare("aws:alb/targetGroup:TargetGroup", "silent")
CLASSIC = declare(CLASSIC_LOAD_BALANCER, "classic", SELECTED)
BALANCED = {"healthCheckType": "ELB"}


def group(**inputs: Any) -> list[Resource]:
    return [declare(GROUP, "group", inputs)]


def behind(*senders: Resource, path: str = "targetGroupArns", **inputs: Any) -> list[Resource]:
    return [*senders, *group(**{path: list(senders)}, **inputs)]


def attached(sender: Resource, of: dict[str, Any], key: str = "lbTargetGroupArn") -> list[Resource]:
    [of_group] = group(**of)
    inputs = {"autoscalingGroupName": of_group, key: sender}
    return [sender, of_group, declare(ATTACHMENT, "attachment", inputs)]


def sourced(sender: Resource, of: dict[str, Any]) -> list[Resource]:
    [of_group] = group(**of)
    inputs = {"autoscalingGroupName": of_group, "trafficSource": {"identifier": sender}}
    return [sender, of_group, declare(SOURCE_ATTACHMENT, "attachment", inputs)]


ROWS = [
    Row("asg-launch-template", None, group(launchTemplate={"id": UNKNOWN})),
    Row("asg-launch-template", None, group(mixedInstancesPolicy={"launchTemplate": {}})),
    Row("asg-launch-template", "violation", group(launchConfiguration="configuration")),
    Row("asg-launch-template", "unknown", group(launchConfiguration=UNKNOWN)),
    *(
        Row("asg-elb-health-check", None, stack)
        for stack in (
            group(),
            group(targetGroupArns=["arn:aws:elsewhere"], **BALANCED),
            behind(WEB, **BALANCED),
            behind(CLASSIC, path="loadBalancers", **BALANCED),
            [WEB, *group(trafficSources=[{"identifier": WEB, "type": "elbv2"}], **BALANCED)],
            attached(WEB, BALANCED),
            attached(CLASSIC, BALANCED, "elb"),
            sourced(WEB, BALANCED),
        )
    ),
    *(
        Row("asg-elb-health-check", "violation", stack)
        for stack in (
            behind(WEB),
            behind(WEB, healthCheckType="EC2"),
            behind(WEB, SILENT, **BALANCED),
            behind(declare(TARGET_GROUP, "off", {"healthCheck": {"enabled": False}}), **BALANCED),
            group(targetGroupArns=["arn:aws:elsewhere"]),
            [WEB, *group(trafficSources=[{"identifier": WEB, "type": "elbv2"}])],
            attached(WEB, {}),
            attached(SILENT, BALANCED),
            sourced(WEB, {}),
        )
    ),
    *(
        Row("asg-elb-health-check", "unknown", stack)
        for stack in (
            behind(WEB, healthCheckType=UNKNOWN),
            group(targetGroupArns=UNKNOWN, **BALANCED),
            group(trafficSources=UNKNOWN, **BALANCED),
            [
                WEB,
                declare(
                    ATTACHMENT,
                    "attachment",
                    {"autoscalingGroupName": "elsewhere", "lbTargetGroupArn": WEB},
                ),
            ],
        )
    ),
]


def test_finding_names_missing_half() -> None:
    [of_group] = findings(rule_of("asg-elb-health-check"), behind(WEB))
    [of_sender] = findings(rule_of("asg-elb-health-check"), behind(SILENT, **BALANCED))

    assert of_group.message == (
        "healthCheckType is EC2 although a load balancer sends requests to the group; "
        'expected "ELB"'
    )
    assert of_sender.message == ('the target group has no health check; expected "ELB"')
