"""Rules for AWS Global Accelerator."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:globalaccelerator/accelerator:Accelerator",),
    concern="operations",
    severity="low",
    title="Global Accelerator has no flow logs",
    risk="Traffic that reaches the endpoints leaves no record.",
    fix='attributes={"flow_logs_enabled": True, "flow_logs_s3_bucket": logs.bucket}',
    same_intent_as=("CKV_AWS_75",),
    aws_docs="https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html",
    production=True,
)
def globalaccelerator_flow_logs(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "attributes.flowLogsEnabled", True)


RULES: tuple[Rule, ...] = (globalaccelerator_flow_logs,)
