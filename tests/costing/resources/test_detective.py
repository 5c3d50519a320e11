from costing.resources.detective import Graph
from tests.costing.resources.case import Case

CASES = [
    Case("data", Graph, {}, {"PaidIngestion-Bytes": 1500}, usage={"monthly_ingested_gb": 1500}),
]
