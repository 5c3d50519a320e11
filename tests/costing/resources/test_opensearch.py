from costing.resources.opensearch import Domain, ServerlessCollection
from tests import graphs
from tests.costing.resources.case import Case

COLLECTION = "aws:opensearch/serverlessCollection:ServerlessCollection"

CASES = [
    Case("one node where nothing is stated", Domain, {}, {"ESInstance:m4.large": 730}),
    Case(
        "data nodes with their volumes, masters and warm nodes",
        Domain,
        {
            "clusterConfig": {
                "instanceType": "r6g.large.search",
                "instanceCount": 3,
                "dedicatedMasterEnabled": True,
                "dedicatedMasterType": "m6g.large.search",
                "warmEnabled": True,
                "warmType": "ultrawarm1.medium.search",
                "warmCount": 2,
            },
            "ebsOptions": {"ebsEnabled": True, "volumeType": "gp2", "volumeSize": 100},
        },
        {
            "ESInstance:r6g.large": 2190,
            "ES:GP2-Storage": 300,
            "ESInstance:m6g.large": 2190,
            "ESInstance:ultrawarm1.medium": 1460,
            "ES:Managed-Storage": 5000,
        },
        usage={"warm_storage_gb": 5000},
    ),
    Case(
        "gp3 includes 125 MiBps below 170 GB",
        Domain,
        {
            "clusterConfig": {"instanceType": "r6g.large.search", "instanceCount": 2},
            "ebsOptions": {
                "ebsEnabled": True,
                "volumeType": "gp3",
                "volumeSize": 100,
                "iops": 3000,
                "throughput": 250,
            },
        },
        {
            "ESInstance:r6g.large": 1460,
            "ES:GP3-Storage": 200,
            "ES:GP3-Provisioned-Throughput": 250,
        },
    ),
    Case(
        "gp3 includes 250 MiBps for each started 3 TiB, from 170 GB on",
        Domain,
        {
            "ebsOptions": {
                "ebsEnabled": True,
                "volumeType": "gp3",
                "volumeSize": 1500,
                "throughput": 500,
            },
        },
        {
            "ESInstance:m4.large": 730,
            "ES:GP3-Storage": 1500,
            "ES:GP3-Provisioned-Throughput": 250,
        },
    ),
    Case(
        "gp3 of 4 TiB includes 500 MiBps and 3 IOPS a GB",
        Domain,
        {
            "ebsOptions": {
                "ebsEnabled": True,
                "volumeType": "gp3",
                "volumeSize": 4096,
                "throughput": 500,
                "iops": 13_000,
            },
        },
        {"ESInstance:m4.large": 730, "ES:GP3-Storage": 4096, "ES:GP3-PIOPS": 712},
    ),
    Case(
        "dedicated coordinator nodes are instances",
        Domain,
        {
            "clusterConfig": {
                "instanceType": "r6g.large.search",
                "nodeOptions": [
                    {
                        "nodeType": "coordinator",
                        "nodeConfig": {"enabled": True, "count": 2, "type": "m6g.large.search"},
                    }
                ],
            }
        },
        {"ESInstance:r6g.large": 730, "ESInstance:m6g.large": 1460},
    ),
    Case(
        "an extended version costs as much as its instances again",
        Domain,
        {
            "engineVersion": "OpenSearch_2.5",
            "clusterConfig": {"instanceType": "r6g.large.search", "instanceCount": 2},
        },
        {"ESInstance:r6g.large": 1460, "ExtendedSupport:r6g.large": 1460},
    ),
    Case(
        "Elasticsearch 5.6 pays by the normalized instance hour of all nodes",
        Domain,
        {
            "engineVersion": "Elasticsearch_5.6",
            "clusterConfig": {
                "instanceType": "r5.2xlarge.search",
                "dedicatedMasterEnabled": True,
                "dedicatedMasterType": "m5.large.search",
            },
        },
        {
            "ESInstance:r5.2xlarge": 730,
            "ESInstance:m5.large": 2190,
            "ExtendedSupport:NormalizedInstanceHours": 16 * 730 + 4 * 2190,
        },
    ),
    Case(
        "Elasticsearch 6.8 has standard support until 2027-11-07",
        Domain,
        {"engineVersion": "Elasticsearch_6.8"},
        {"ESInstance:m4.large": 730},
    ),
    Case(
        "the price of cold storage is unknown",
        Domain,
        {"clusterConfig": {"coldStorageOptions": {"enabled": True}}},
        {"ESInstance:m4.large": 730},
        left_open=["Cold storage"],
    ),
    Case(
        "io1 is charged for its IOPS, magnetic for its size",
        Domain,
        {"ebsOptions": {"ebsEnabled": True, "volumeType": "io1", "iops": 10}},
        {"ESInstance:m4.large": 730, "ES:PIOPS-Storage": 10, "ES:PIOPS": 10},
    ),
    Case(
        "the first collection carries the least that is charged",
        ServerlessCollection,
        {"name": "it", "type": "SEARCH"},
        {"IndexingOCU": 730, "SearchOCU": 730, "StorageUsedInS3ByteHour": None},
    ),
    Case(
        "without standby replicas, half of it",
        ServerlessCollection,
        {"name": "it", "type": "VECTORSEARCH", "standbyReplicas": "DISABLED"},
        {"IndexingOCU": 365, "SearchOCU": 1460, "StorageUsedInS3ByteHour": 40},
        usage={"search_ocu": 2, "storage_gb": 40},
        around=[graphs.resource(COLLECTION, "a", {"name": "a", "type": "SEARCH"})],
    ),
    Case(
        "another collection shares the units of the first",
        ServerlessCollection,
        {"name": "it", "type": "SEARCH"},
        {"IndexingOCU": None, "SearchOCU": None, "StorageUsedInS3ByteHour": None},
        around=[graphs.resource(COLLECTION, "a", {"name": "a", "type": "SEARCH"})],
    ),
]
