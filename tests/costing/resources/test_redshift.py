from costing.resources.redshift import Cluster, ClusterSnapshot
from tests.costing.resources.case import Case

CASES = [
    Case(
        "nodes that hold their own storage",
        Cluster,
        {"nodeType": "dc2.large", "numberOfNodes": 2},
        {
            "Node:dc2.large": 1460,
            "CS:dc2.large": None,
            "DataScanned": None,
            "Redshift:PaidSnapshots": None,
        },
    ),
    Case(
        "RA3 nodes keep storage apart",
        Cluster,
        {"nodeType": "ra3.4xlarge", "numberOfNodes": 4},
        {
            "Node:ra3.4xlarge": 2920,
            "CS:ra3.4xlarge": 3600,
            "DataScanned": 5,
            "RMS:ra3.4xlarge": 1000,
            "Redshift:PaidSnapshots": 561_234,
        },
        usage={
            "managed_storage_gb": 1000,
            "excess_concurrency_scaling_secs": 3600,
            "spectrum_data_scanned_tb": 5,
            "backup_storage_gb": 561_234,
        },
    ),
    Case(
        "a Multi-AZ cluster has its nodes in each of two zones",
        Cluster,
        {"nodeType": "dc2.large", "numberOfNodes": 3, "multiAz": True},
        {
            "Node:dc2.large": 6 * 730,
            "CS:dc2.large": None,
            "DataScanned": None,
            "Redshift:PaidSnapshots": None,
        },
    ),
    Case(
        "a public cluster has an address for each node and the leader node",
        Cluster,
        {"nodeType": "dc2.large", "numberOfNodes": 2, "publiclyAccessible": True},
        {
            "Node:dc2.large": 1460,
            "PublicIPv4:InUseAddress": 2190,
            "CS:dc2.large": None,
            "DataScanned": None,
            "Redshift:PaidSnapshots": None,
        },
    ),
    Case(
        "a snapshot",
        ClusterSnapshot,
        {"clusterIdentifier": "warehouse"},
        {"Redshift:PaidSnapshots": 100},
        usage={"backup_storage_gb": 100},
    ),
]
