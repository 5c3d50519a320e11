from costing.resources.dsql import Cluster
from tests.costing.resources.case import Case

CASES = [
    Case(
        "processing units and storage",
        Cluster,
        {},
        {"DSQL-DistributedProcessingUnits": 1_800_000, "DSQL-Storage-ByteHrs": None},
        usage={"monthly_dpus": 1_800_000},
    ),
]
