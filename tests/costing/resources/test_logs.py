from costing.model import UNKNOWN
from costing.resources.logs import (
    DESTINATION,
    LogDataProtectionPolicy,
    LogDelivery,
    LogGroup,
    LogMetricFilter,
)
from tests import graphs
from tests.costing.resources.case import Case

KEPT = {"TimedStorage-ByteHrs": None, "DataScanned-Bytes": None}
FLOW = graphs.resource(
    "aws:ec2/flowLog:FlowLog",
    "flow",
    {"logDestination": UNKNOWN},
    references=graphs.refers("logDestination", graphs.resource(LogGroup.type, "it")),
)
GROUP = graphs.resource(LogGroup.type, "it")
LED = "deliveryDestinationConfiguration.destinationResourceArn"
TO_GROUP = {"deliveryDestinationConfiguration": {"destinationResourceArn": UNKNOWN}}
INTO_GROUP = graphs.resource(DESTINATION, "to", TO_GROUP, references=graphs.refers(LED, GROUP))
INTO_BUCKET = graphs.resource(DESTINATION, "to", {"deliveryDestinationType": "S3"})
METRICS = "CW:MetricMonitorUsage"

CASES = [
    Case("a log group", LogGroup, {}, {"DataProcessing-Bytes": None, **KEPT}),
    Case(
        "Live Tail",
        LogGroup,
        {},
        {"DataProcessing-Bytes": None, **KEPT, "Logs-LiveTail": 60},
        usage={"monthly_live_tail_mins": 60},
    ),
    Case(
        "data that is masked",
        LogDataProtectionPolicy,
        {},
        {"DataProtection-Bytes": 7},
        usage={"monthly_data_masked_gb": 7},
    ),
    Case(
        "as usage states it",
        LogGroup,
        {},
        {"DataProcessing-Bytes": 100, "TimedStorage-ByteHrs": 300, "DataScanned-Bytes": 20},
        usage={
            "monthly_data_ingested_gb": 100,
            "storage_gb": 300,
            "monthly_data_scanned_gb": 20,
        },
    ),
    Case(
        "infrequent access is ingested at half the price",
        LogGroup,
        {"logGroupClass": "INFREQUENT_ACCESS"},
        {"DataProcessingIA-Bytes": None, **KEPT},
    ),
    Case(
        "what a flow log writes is vended",
        LogGroup,
        {},
        {"VendedLog-Bytes": None, **KEPT},
        around=[FLOW],
    ),
    Case(
        "vended logs of the infrequent access class",
        LogGroup,
        {"logGroupClass": "INFREQUENT_ACCESS"},
        {"VendedLogIA-Bytes": None, **KEPT},
        around=[FLOW],
    ),
    Case(
        "and so is what a service delivers",
        LogGroup,
        {},
        {"VendedLog-Bytes": None, **KEPT},
        around=[INTO_GROUP],
    ),
    Case(
        "a delivery to a bucket is charged itself",
        LogDelivery,
        {"deliveryDestinationArn": UNKNOWN},
        {"S3-Egress-Bytes": 30},
        usage={"monthly_data_ingested_gb": 30},
        around=[INTO_BUCKET],
        more={"references": graphs.refers("deliveryDestinationArn", INTO_BUCKET)},
    ),
    Case(
        "one to a group is not",
        LogDelivery,
        {"deliveryDestinationArn": UNKNOWN},
        {},
        around=[INTO_GROUP, graphs.resource(LogGroup.type, "it")],
        more={"references": graphs.refers("deliveryDestinationArn", INTO_GROUP)},
    ),
    Case("a filter writes what its matches are", LogMetricFilter, {}, {METRICS: None}),
    Case(
        "one metric where a default value fills the other hours",
        LogMetricFilter,
        {"metricTransformation": {"name": "errors", "value": "1", "defaultValue": "0"}},
        {METRICS: 1},
    ),
    Case(
        "dimensions make more",
        LogMetricFilter,
        {"metricTransformation": {"dimensions": {"path": "$.path"}}},
        {METRICS: 12},
        usage={"metrics": 12},
    ),
]


def test_delivery_to_unknown_destination_is_a_gap() -> None:
    assert (
        "the delivery destination is not in this stack"
        in Case("", LogDelivery, {"deliveryDestinationArn": "arn"}, {}).reasons()
    )
