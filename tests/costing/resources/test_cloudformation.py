import json

from costing.resources.cloudformation import Stack, StackSet
from tests.costing.resources.case import Case

AWS = {"Resources": {"net": {"Type": "AWS::EC2::VPC"}, "own": {"Type": "Custom::Thing"}}}
OTHERS = {"Resources": {"monitor": {"Type": "Datadog::Monitors::Monitor"}}}
UNSTATED = {"Resource-Invocation-Count": None, "Resource-Processing-Time": None}
USAGE = {"monthly_handler_operations": 10_000, "monthly_duration_secs": 60}
STATED = dict(zip(UNSTATED, USAGE.values(), strict=True))

CASES = [
    Case("a template that is not at hand may hold any type", Stack, {}, UNSTATED),
    Case("AWS's own types are free", Stack, {"templateBody": json.dumps(AWS)}, {}, usage=USAGE),
    Case(
        "in YAML as well",
        Stack,
        {"templateBody": "Resources:\n  q:\n    Type: AWS::SQS::Queue\n"},
        {},
    ),
    Case(
        "others' types are charged",
        Stack,
        {"templateBody": json.dumps(OTHERS)},
        STATED,
        usage=USAGE,
    ),
    Case("of a set alike", StackSet, {}, STATED, usage=USAGE),
]
