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
        "gp3 includes 250 MiBps a terabyte from 170 GB on",
        Domain,
        {
            "ebsOptions": {
                "ebsEnabled": True,
                "volumeType": "gp3",
                "volumeSize": 1500,
                "throughput": 500,
            },
        },
        {"ESInstance:m4.large": 730, "ES:GP3-Storage": 1500},
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
