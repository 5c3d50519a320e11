from costing.graph.resource import Resource
from costing.resources.dynamodb import (
    GlobalSecondaryIndex,
    KinesisStreamingDestination,
    Table,
    TableExport,
    TableReplica,
)
from tests import graphs
from tests.costing.resources.case import Case

ON_DEMAND = {"billingMode": "PAY_PER_REQUEST"}
ALWAYS = {
    "TimedStorage-ByteHrs": None,
    "TimedBackupStorage-ByteHrs": None,
    "RestoreDataSize-Bytes": None,
}
PROVISIONED = {"readCapacity": 30, "writeCapacity": 20, "name": "orders"}


def target(kind: str, least: int, of: str = "table/orders") -> Resource:
    dimension = "index" if "/index/" in of else "table"
    inputs = {
        "resourceId": of,
        "scalableDimension": f"dynamodb:{dimension}:{kind}CapacityUnits",
        "minCapacity": least,
        "maxCapacity": 100,
    }
    return graphs.resource("aws:appautoscaling/target:Target", f"{kind}-{dimension}", inputs)


CASES = [
    Case(
        "on demand, as usage states it",
        Table,
        {**ON_DEMAND, "pointInTimeRecovery": {"enabled": True}, "streamEnabled": True},
        {
            "WriteRequestUnits": 3_000_000,
            "ReadRequestUnits": 8_000_000,
            "TimedStorage-ByteHrs": 230,
            "TimedPITRStorage-ByteHrs": 2300,
            "TimedBackupStorage-ByteHrs": 460,
            "RestoreDataSize-Bytes": 10,
            "Streams-Requests": 2_000_000,
        },
        usage={
            "monthly_write_request_units": 3_000_000,
            "monthly_read_request_units": 8_000_000,
            "storage_gb": 230,
            "pitr_backup_storage_gb": 2300,
            "on_demand_backup_storage_gb": 460,
            "monthly_data_restored_gb": 10,
            "monthly_streams_read_request_units": 2_000_000,
        },
    ),
    Case(
        "provisioned is what a table is that says nothing else",
        Table,
        PROVISIONED,
        {"WriteCapacityUnit-Hrs": 14_600, "ReadCapacityUnit-Hrs": 21_900, **ALWAYS},
    ),
    Case(
        "each index has a capacity of its own",
        Table,
        {
            **PROVISIONED,
            "globalSecondaryIndexes": [{"name": "by-day", "readCapacity": 10, "writeCapacity": 5}],
        },
        {"WriteCapacityUnit-Hrs": 18_250, "ReadCapacityUnit-Hrs": 29_200, **ALWAYS},
    ),
    Case(
        "autoscaling holds at least its minimum, or what usage says",
        Table,
        {**PROVISIONED, "globalSecondaryIndexes": [{"name": "by-day"}]},
        {"WriteCapacityUnit-Hrs": (6 + 1) * 730, "ReadCapacityUnit-Hrs": (76 + 2) * 730, **ALWAYS},
        around=[
            target("Write", 6),
            target("Read", 8),
            target("Write", 1, "table/orders/index/by-day"),
            target("Read", 2, "table/orders/index/by-day"),
        ],
        others={"Read-table": {"capacity": 76}},
    ),
    Case(
        "a replica has the table's writes and read capacity, and its own storage",
        Table,
        {**PROVISIONED, "replicas": [{"regionName": "us-west-1"}, {"regionName": "eu-west-1"}]},
        {
            "WriteCapacityUnit-Hrs": 14_600,
            "ReadCapacityUnit-Hrs": 3 * 21_900,
            **ALWAYS,
            "TimedStorage-ByteHrs": None,
            "ReplWriteCapacityUnit-Hrs": 29_200,
        },
    ),
    Case(
        "recovery of a replica, of as much data as the table's",
        Table,
        {
            **ON_DEMAND,
            "pointInTimeRecovery": {"enabled": True},
            "replicas": [{"regionName": "us-west-2", "pointInTimeRecovery": True}],
        },
        {
            "WriteRequestUnits": None,
            "ReadRequestUnits": 700,
            **ALWAYS,
            "TimedStorage-ByteHrs": None,
            "TimedPITRStorage-ByteHrs": 200,
            "ReplWriteRequestUnits": None,
        },
        usage={
            "monthly_read_request_units": 500,
            "replica_monthly_read_request_units": 200,
            "pitr_backup_storage_gb": 100,
        },
    ),
    Case(
        "an import from S3, and warm throughput without a known price",
        Table,
        {
            **ON_DEMAND,
            "importTable": {"inputFormat": "CSV"},
            "warmThroughput": {"readUnitsPerSecond": 20_000},
        },
        {
            "WriteRequestUnits": None,
            "ReadRequestUnits": None,
            **ALWAYS,
            "ImportDataSize-Bytes": 10,
        },
        usage={"monthly_data_imported_gb": 10},
        left_open=["Warm throughput"],
    ),
    Case(
        "the class for infrequent access has usage types of its own",
        Table,
        {
            **ON_DEMAND,
            "tableClass": "STANDARD_INFREQUENT_ACCESS",
            "replicas": [{"regionName": "us-west-2"}],
        },
        {
            "IA-WriteRequestUnits": 1000,
            "IA-ReadRequestUnits": None,
            "IA-TimedStorage-ByteHrs": 150,
            "TimedBackupStorage-ByteHrs": None,
            "RestoreDataSize-Bytes": None,
            "IA-ReplWriteRequestUnits": 1000,
        },
        usage={"monthly_write_request_units": 1000, "storage_gb": 100, "replica_storage_gb": 50},
    ),
    Case(
        "a replica that stands apart repeats the table's writes",
        TableReplica,
        {"globalTableArn": "arn:orders", "pointInTimeRecovery": True},
        {
            "ReplWriteRequestUnits": 3000,
            "ReadRequestUnits": 50,
            "TimedStorage-ByteHrs": 10,
            "TimedPITRStorage-ByteHrs": 10,
        },
        usage={
            "replica_storage_gb": 10,
            "replica_monthly_read_request_units": 50,
            "replica_pitr_backup_storage_gb": 10,
        },
        around=[
            graphs.resource(
                "aws:dynamodb/table:Table",
                "orders",
                {"name": "orders", **ON_DEMAND, "arn": "arn:orders"},
            )
        ],
        others={"orders": {"monthly_write_request_units": 3000}},
    ),
    Case(
        "an index that stands apart",
        GlobalSecondaryIndex,
        {"provisionedThroughput": {"readCapacityUnits": 2, "writeCapacityUnits": 1}},
        {"WriteCapacityUnit-Hrs": 730, "ReadCapacityUnit-Hrs": 1460},
    ),
    Case(
        "an export",
        TableExport,
        {},
        {"ExportDataSize-Bytes": 100},
        usage={"monthly_data_exported_gb": 100},
    ),
    Case(
        "changes sent to a stream, unstated",
        KinesisStreamingDestination,
        {},
        {"ChangeDataCaptureUnits-Kinesis": None},
    ),
]
