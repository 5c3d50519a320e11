from costing.resources.paymentcryptography import Key
from tests.costing.resources.case import Case

CASES = [
    Case("a key and its calls", Key, {}, {"Keys": 1, "APIRequests": None}),
    Case(
        "calls alone while it is off",
        Key,
        {"enabled": False},
        {"APIRequests": 100},
        usage={"monthly_requests": 100},
    ),
]
