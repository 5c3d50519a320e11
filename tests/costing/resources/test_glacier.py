from costing.resources.glacier import Vault
from tests.costing.resources.case import Case

CASES = [
    Case(
        "archives",
        Vault,
        {"name": "old"},
        {
            "TimedStorage-ByteHrs": 1000,
            "Requests-Tier1": None,
            "Standard-Retrieval-Requests": 50,
            "Standard-Retrieval-Bytes": 20,
            "EarlyDelete-ByteHrs": 5,
        },
        usage={
            "storage_gb": 1000,
            "monthly_standard_retrieval_requests": 50,
            "monthly_standard_retrieval_gb": 20,
            "early_delete_gb": 5,
        },
        unpriced=["Requests-Tier1"],
    ),
]
