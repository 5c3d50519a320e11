from costing.resources.ecr import Repository
from tests.costing.resources.case import Case

CASES = [
    Case("images, unstated", Repository, {}, {"TimedStorage-ByteHrs": None}),
    Case(
        "images that are pulled over the internet",
        Repository,
        {},
        {"TimedStorage-ByteHrs": 50, "DataTransfer-Out-Bytes": 10},
        usage={"storage_gb": 50, "monthly_outbound_internet_gb": 10},
    ),
]
