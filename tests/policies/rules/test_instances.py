from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import GROUP, INSTANCE, LAUNCH_TEMPLATE
from policies.rules.autoscaling.group import TAG
from tests.policies.row import Row, declare, one


def of_template(template: dict[str, Any], **inputs: Any) -> list[Resource]:
    made_of = declare(LAUNCH_TEMPLATE, "template", template)
    return [made_of, declare(INSTANCE, "instance", {"launchTemplate": {"id": made_of}, **inputs})]


def tagged(group: Any) -> list[Resource]:
    tag = {"autoscalingGroupName": group, "tag": {"key": "workload", "value": "serving"}}
    return [declare(GROUP, "group"), declare(TAG, "tag", tag)]


MONITORED = {"monitoring": {"enabled": True}}

ROWS = [
    *(
        Row("ec2-detailed-monitoring", status, stack)
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
        Row("asg-propagates-tags", status, stack)
        for status, stack in (
            (None, one(GROUP, tags=[{"key": "a", "value": "b", "propagateAtLaunch": True}])),
            (None, tagged(declare(GROUP, "group"))),
            ("violation", one(GROUP)),
            ("violation", one(GROUP, tags=[])),
            ("unknown", one(GROUP, tags=UNKNOWN)),
            ("unknown", tagged(UNKNOWN)),
        )
    ),
]
