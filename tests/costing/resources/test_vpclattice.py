from costing.resources import vpclattice
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a service is charged by the hour and by its data",
        vpclattice.Service,
        {},
        {
            "VPCLattice-Service-Hourly": 730,
            "VPCLattice-DataProcessing-Bytes": 10,
            "VPCLattice-RequestCount": None,
        },
        usage={"monthly_data_processed_gb": 10},
    ),
    Case(
        "requests above 300,000 an hour are charged",
        vpclattice.Service,
        {},
        {
            "VPCLattice-Service-Hourly": 730,
            "VPCLattice-DataProcessing-Bytes": None,
            "VPCLattice-RequestCount": 1000,
        },
        usage={"monthly_charged_requests": 1000},
    ),
]
