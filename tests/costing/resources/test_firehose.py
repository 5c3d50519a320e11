from typing import Any

from costing.model import UNKNOWN
from costing.resources.firehose import FirehoseDeliveryStream
from tests.costing.resources.case import Case


def to_search(*subnets: object) -> dict[str, Any]:
    return {"elasticsearchConfiguration": {"vpcConfig": {"subnetIds": [*subnets]}}}


CASES = [
    Case(
        "a delivery stream",
        FirehoseDeliveryStream,
        {},
        {"BilledBytes": 3000},
        usage={"monthly_data_ingested_gb": 3000},
    ),
    Case(
        "that reads a stream",
        FirehoseDeliveryStream,
        {"kinesisSourceConfiguration": {"kinesisStreamArn": UNKNOWN}},
        {"StreamsSourceBilledBytes": None},
    ),
    Case(
        "or Kafka",
        FirehoseDeliveryStream,
        {"mskSourceConfiguration": {}},
        {"MSKAsSourceBilledBytes": None},
    ),
    Case(
        "or writes Iceberg",
        FirehoseDeliveryStream,
        {"icebergConfiguration": {}},
        {"IcebergTablesBilledBytes": None},
    ),
    Case(
        "converts and partitions",
        FirehoseDeliveryStream,
        {
            "extendedS3Configuration": {
                "dataFormatConversionConfiguration": {"inputFormatConfiguration": {}},
                "dynamicPartitioningConfiguration": {"enabled": True},
            }
        },
        {
            "BilledBytes": 10,
            "DFCBilledBytes": 10,
            "DPBytesDelivered": 10,
            "S3DeliveryObjectCount": 1000,
        },
        usage={"monthly_data_ingested_gb": 10, "monthly_objects_delivered": 1000},
    ),
    Case(
        "delivers into the zones of a VPC",
        FirehoseDeliveryStream,
        to_search(UNKNOWN, "subnet-1"),
        {
            "BilledBytes": None,
            "Firehose-VpcDelivery-Bytes": None,
            "Firehose-VpcDelivery-Hours": 1460,
        },
    ),
]
