from costing.resources.glacier import Vault
from tests.costing.resources.case import Case

CASES = [
    Case(
        "archives",
        Vault,
        {"name": "old"},
        {"TimedStorage-ByteHrs": 1000},
        usage={"storage_gb": 1000},
    ),
]
