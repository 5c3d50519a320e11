from costing.resources.dlm import LifecyclePolicy
from tests.costing.resources.case import Case

CASES = [
    Case(
        "snapshots that the policy creates",
        LifecyclePolicy,
        {"policyDetails": {"resourceTypes": ["VOLUME"]}},
        {"EBS:SnapshotUsage": 100},
        usage={"snapshot_storage_gb": 100},
    ),
]
