from costing.resources.pipes import Pipe
from tests.costing.resources.case import Case

CASES = [
    Case("requests", Pipe, {}, {"Request-64K-Chunks": 3}, usage={"monthly_requests": 3}),
]
