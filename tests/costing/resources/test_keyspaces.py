from costing.resources.keyspaces import Table
from tests.costing.resources.case import Case

CASES = [
    Case(
        "on demand is what a table is that says nothing else",
        Table,
        {"pointInTimeRecovery": {"status": "ENABLED"}},
        {
            "WriteRequestUnits": 1000,
            "ReadRequestUnits": None,
            "TimedStorage-ByteHrs": None,
            "TimedPITRStorage-ByteHrs": None,
        },
        usage={"monthly_write_request_units": 1000},
    ),
    Case(
        "provisioned capacity",
        Table,
        {
            "capacitySpecification": {
                "throughputMode": "PROVISIONED",
                "readCapacityUnits": 10,
                "writeCapacityUnits": 20,
            }
        },
        {
            "WriteCapacityUnit-Hrs": 14_600,
            "ReadCapacityUnit-Hrs": 7300,
            "TimedStorage-ByteHrs": None,
        },
    ),
]
