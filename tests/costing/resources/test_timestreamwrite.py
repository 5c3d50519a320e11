from costing.resources.timestreamwrite import Table
from tests.costing.resources.case import Case

CASES = [
    Case(
        "what is written, kept and scanned",
        Table,
        {},
        {
            "DataIngestion-Bytes": 100,
            "MemoryStore-ByteHrs": 7300,
            "MagneticStore-ByteHrs": None,
            "DataScanned-Bytes": None,
        },
        usage={"monthly_writes_gb": 100, "memory_store_gb_hours": 7300},
    ),
]
