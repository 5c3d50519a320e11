from costing.resources.synthetics import Canary
from tests.costing.resources.case import Case

OFTEN = {"schedule": {"expression": "rate(5 minutes)"}}
RUNS = "CW:Canary-runs"

CASES = [
    Case("a canary runs as its schedule says", Canary, OFTEN, {RUNS: 8760}),
    Case("or as usage does", Canary, OFTEN, {RUNS: 100}, usage={"monthly_runs": 100}),
]
