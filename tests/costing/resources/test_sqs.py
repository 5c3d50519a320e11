from costing.resources.sqs import Queue
from tests.costing.resources.case import Case

CASES = [
    Case("requests are usage", Queue, {}, {"Requests-Tier1": None}),
    Case(
        "data transfer out to the internet",
        Queue,
        {},
        {"Requests-Tier1": None, "DataTransfer-Out-Bytes": 300},
        usage={"monthly_outbound_internet_gb": 300},
    ),
    Case("a FIFO queue has its own", Queue, {"fifoQueue": True}, {"Requests-FIFO-Tier1": None}),
    Case(
        "each started 64 KB is a request",
        Queue,
        {},
        {"Requests-Tier1": 300},
        usage={"monthly_requests": 100, "request_size_kb": 129},
    ),
]
