from costing.resources.codecommit import Repository
from tests.costing.resources.case import Case

CASES = [
    Case("active users", Repository, {}, {"User-Month": 12}, usage={"monthly_active_users": 12}),
    Case(
        "storage and requests beyond those of the users",
        Repository,
        {},
        {"User-Month": None, "Storage-ByteHrs": 4, "Git-Requests": 1000},
        usage={"additional_storage_gb": 4, "monthly_additional_requests": 1000},
        unpriced=["Storage-ByteHrs", "Git-Requests"],
    ),
]
