from costing.resources.athena import CapacityReservation, Workgroup
from tests.costing.resources.case import Case

CASES = [
    Case(
        "queries by what they scan",
        Workgroup,
        {},
        {"DataScannedInTB": 12, "CodeExecutionInDPUHours": None},
        usage={"monthly_data_scanned_tb": 12},
    ),
    Case(
        "or capacity by the hour",
        CapacityReservation,
        {"targetDpus": 24},
        {"ReservedCapacityInDPUHours": 24 * 730},
    ),
]
