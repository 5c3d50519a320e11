from costing.resources.redshiftserverless import Namespace, Snapshot, Workgroup
from tests.costing.resources.case import Case

CASES = [
    Case(
        "the base capacity, for the hours in which queries run",
        Workgroup,
        {"baseCapacity": 32},
        {"Redshift:ServerlessUsage": 3200},
        usage={"monthly_hrs": 100},
    ),
    Case("compute, unstated", Workgroup, {}, {"Redshift:ServerlessUsage": None}),
    Case(
        "compute as it was measured",
        Workgroup,
        {},
        {"Redshift:ServerlessUsage": 750},
        usage={"monthly_rpu_hrs": 750},
    ),
    Case(
        "the storage of a warehouse",
        Namespace,
        {},
        {"RMS:Serverless": 1000, "Redshift:PaidSnapshots": None},
        usage={"storage_gb": 1000},
    ),
    Case("a snapshot, unstated", Snapshot, {}, {"Redshift:PaidSnapshots": None}),
]
