from costing.resources.codeartifact import Repository
from tests.costing.resources.case import Case

CASES = [
    Case(
        "packages and requests",
        Repository,
        {"domain": "d", "repository": "r"},
        {"TimedStorage-ByteHrs": 40, "Requests": None},
        usage={"storage_gb": 40},
    ),
]
