"""What tells why a broker failed."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import KAFKA_CLUSTER
from policies.reading.values import any_of, equal, found, not_, read
from policies.rule import resource_rule

LOGS = "loggingInfo.brokerLogs"


@resource_rule(
    types=(KAFKA_CLUSTER,),
    concern="operations",
    severity="medium",
    fix='logging_info={"broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": ...}}}',
    same_intent_as=("CKV_AWS_80",),
    url="https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
)
def brokers_log(cluster: Resource) -> Iterator[Finding]:
    """Brokers log to CloudWatch, to Firehose or to S3."""
    kept = any_of(
        equal(read(cluster, f"{LOGS}.{each}.enabled"), option=True)
        for each in ("cloudwatchLogs", "firehose", "s3")
    )
    yield from found(not_(kept), cluster, LOGS, "somewhere to log to")
