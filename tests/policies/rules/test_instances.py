from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import GROUP, INSTANCE, LAUNCH_TEMPLATE
from policies.rules.autoscaling.group import TAG, asg_propagates_tags
from policies.rules.ec2.instances import ec2_detailed_monitoring
from tests.policies.row import Row, declare


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "it", inputs)]


def of_template(template: dict[str, Any], **inputs: Any) -> list[Resource]:
    made_of = declare(LAUNCH_TEMPLATE, "template", template)
    return [made_of, declare(INSTANCE, "machine", {"launchTemplate": {"id": made_of}, **inputs})]


def tagged(group: Any) -> list[Resource]:
    tag = {"autoscalingGroupName": group, "tag": {"key": "workload", "value": "serving"}}
    return [declare(GROUP, "it"), declare(TAG, "tag", tag)]


MONITORED = {"monitoring": {"enabled": True}}

ROWS = [
    *(
        Row(ec2_detailed_monitoring, status, stack)
        for status, stack in (
            (None, one(INSTANCE, monitoring=True)),
            (None, one(LAUNCH_TEMPLATE, **MONITORED)),
            (None, of_template(MONITORED)),
            (None, one(LAUNCH_TEMPLATE, tags={"workload": "training"})),
            ("violation", one(LAUNCH_TEMPLATE, tags={"workload": "serving"})),
            ("violation", one(INSTANCE)),
            ("violation", one(INSTANCE, monitoring=False)),
            ("violation", one(LAUNCH_TEMPLATE)),
            ("violation", of_template({})),
            ("unknown", one(INSTANCE, monitoring=UNKNOWN)),
            ("unknown", one(LAUNCH_TEMPLATE, monitoring=UNKNOWN)),
            ("unknown", one(LAUNCH_TEMPLATE, tags={"workload": UNKNOWN})),
            ("unknown", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
        )
    ),
    *(
        Row(asg_propagates_tags, status, stack)
        for status, stack in (
            (None, one(GROUP, tags=[{"key": "a", "value": "b", "propagateAtLaunch": True}])),
            (None, tagged(declare(GROUP, "it"))),
            ("violation", one(GROUP)),
            ("violation", one(GROUP, tags=[])),
            ("unknown", one(GROUP, tags=UNKNOWN)),
            ("unknown", tagged(UNKNOWN)),
        )
    ),
]
