"""Rules for AWS Global Accelerator."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "globalaccelerator-flow-logs",
        must_be("attributes.flowLogsEnabled", True),
        types=("aws:globalaccelerator/accelerator:Accelerator",),
        concern="operations",
        severity="low",
        title="Global Accelerator has no flow logs",
        risk="Traffic that reaches the endpoints leaves no record.",
        fix='attributes={"flow_logs_enabled": True, "flow_logs_s3_bucket": logs.bucket}',
        same_intent_as=("CKV_AWS_75",),
        aws_docs="https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html",
        production=True,
    ),
)
