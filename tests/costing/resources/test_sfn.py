from costing.resources.sfn import StateMachine
from tests.costing.resources.case import Case

EXPRESS = {"type": "EXPRESS"}
REQUESTS, TIME = "StepFunctions-Request", "StepFunctions-GB-Second"

CASES = [
    Case(
        "a standard workflow moves from state to state",
        StateMachine,
        {},
        {"StateTransition": 7000},
        usage={"monthly_transitions": 7000},
    ),
    Case(
        "an express one is charged by its runs", StateMachine, EXPRESS, {REQUESTS: None, TIME: None}
    ),
    Case(
        "no memory is billed as one step of 64 MB",
        StateMachine,
        EXPRESS,
        {REQUESTS: 1_024_000, TIME: 12_800},
        usage={"monthly_requests": 1_024_000, "memory_mb": 0, "workflow_duration_ms": 123},
    ),
    Case(
        "rounded up to 64 MB and a tenth of a second",
        StateMachine,
        EXPRESS,
        {REQUESTS: 1_024_000, TIME: 25_600},
        usage={"monthly_requests": 1_024_000, "memory_mb": 65, "workflow_duration_ms": 101},
    ),
]
