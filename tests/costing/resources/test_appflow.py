from costing.resources.appflow import Flow
from tests.costing.resources.case import Case

RUNS, DATA = "FlowRuns", "DataProcessing-Bytes"
HOURLY = {
    "triggerConfig": {
        "triggerType": "Scheduled",
        "triggerProperties": {"scheduled": {"scheduleExpression": "rate(60minutes)"}},
    }
}

CASES = [
    Case(
        "a flow runs as its schedule says",
        Flow,
        HOURLY,
        {RUNS: 730, DATA: 5, "DataProcessing-OutsideAWS-Bytes": 2},
        usage={"monthly_processed_gb": 5, "monthly_processed_outside_gb": 2},
    ),
    Case("or as usage states", Flow, HOURLY, {RUNS: 9, DATA: None}, usage={"monthly_runs": 9}),
    Case(
        "one without a schedule as nobody says",
        Flow,
        {"triggerConfig": {"triggerType": "OnDemand"}},
        {RUNS: None, DATA: None},
    ),
]
