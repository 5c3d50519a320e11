from costing.resources import vpclattice
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a service is charged by the hour and by its data",
        vpclattice.Service,
        {},
        {"VPCLattice-Service-Hourly": 730, "VPCLattice-DataProcessing-Bytes": 10},
        usage={"monthly_data_processed_gb": 10},
    ),
]
