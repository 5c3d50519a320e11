from typing import Any

from costing.model import UNKNOWN
from costing.resources._shared.priced_resource import Links
from costing.resources.kinesis import (
    AnalyticsApplication,
    Stream,
    StreamConsumer,
)
from costing.usage.file import UsageFile
from costing.usage.resolve import resolve
from tests import graphs
from tests.costing.resources.case import Case

DEMAND = {"streamModeDetails": {"streamMode": "ON_DEMAND"}}
ON_DEMAND = {
    "OnDemand-StreamHour": 730,
    "OnDemand-BilledIncomingBytes": None,
    "OnDemand-BilledOutgoingBytes": None,
    "OnDemand-BilledOutgoingEFOBytes": None,
    "OnDemand-ExtendedRetention-ByteHrs": None,
    "OnDemand-LongTermRetention-ByteHrs": None,
}
SHARDS = {
    "Storage-ShardHour": 2920,
    "PutRequestPayloadUnits": None,
    "LongTermRetention-ByteHrs": None,
    "LongTermRetention-ReadBytes": None,
    "ReadBytes": None,
    "EnhancedFanoutHour": None,
}
FOUR = graphs.resource(Stream.type, "four", {"shardCount": 4})
FLEXIBLE = graphs.resource(Stream.type, "flexible", DEMAND)


def consumer(stream: Any, quantities: dict[str, int], says: str) -> Case:
    references = graphs.refers("streamArn", stream)
    more = {"references": references}
    return Case(
        says, StreamConsumer, {"streamArn": UNKNOWN}, quantities, around=[stream], more=more
    )


CASES = [
    Case("a stream on demand", Stream, DEMAND, ON_DEMAND),
    Case(
        "as usage states it",
        Stream,
        DEMAND,
        {**ON_DEMAND, "OnDemand-BilledIncomingBytes": 500},
        usage={"monthly_on_demand_data_in_gb": 500},
    ),
    Case("a stream of four shards", Stream, {"shardCount": 4}, SHARDS),
    Case(
        "that keeps a week's data",
        Stream,
        {"shardCount": 4, "retentionPeriod": 168},
        {**SHARDS, "Extended-ShardHour": 2920, "PutRequestPayloadUnits": 10},
        usage={"monthly_provisioned_put_units": 10},
    ),
    consumer(FOUR, {"EnhancedFanoutHour": 2920}, "a consumer reads each shard"),
    consumer(FLEXIBLE, {}, "but a stream on demand counts gigabytes alone"),
    Case(
        "an SQL application",
        AnalyticsApplication,
        {},
        {"KPU-Hour": 7300},
        usage={"kinesis_processing_units": 10},
    ),
    Case(
        "shard-level metrics are custom metrics of each shard",
        Stream,
        {"shardCount": 4, "shardLevelMetrics": ["IncomingBytes", "OutgoingBytes"]},
        {**SHARDS, "CW:MetricMonitorUsage": 8},
    ),
    Case(
        "all shard-level metrics of an on-demand stream",
        Stream,
        {**DEMAND, "shardLevelMetrics": ["ALL"]},
        {**ON_DEMAND, "CW:MetricMonitorUsage": 28},
    ),
    Case(
        "a quantity of extended retention does not lengthen retention",
        Stream,
        {"shardCount": 4},
        SHARDS,
        usage={"monthly_provisioned_extended_retention_gb": "0.001"},
    ),
]


def test_consumer_hours_of_a_stream_include_its_consumers() -> None:
    references = graphs.refers("streamArn", FOUR)
    inputs = {"streamArn": UNKNOWN}
    reader = graphs.resource(StreamConsumer.type, "reader", inputs, references=references)
    stated = resolve(
        UsageFile(resources={"four": {"monthly_provisioned_efo_consumer_hours": 730}}),
        graphs.graph(FOUR, reader),
    )

    links = Links(graphs.graph(FOUR, reader), reader, stated)

    assert [*StreamConsumer.read(inputs).meters(None, links)] == []
