from costing.resources.scheduler import Schedule
from tests.costing.resources.case import Case

HOURLY = {"scheduleExpression": "rate(1 hour)"}
CALLS = "ScheduledInvocation"

CASES = [
    Case("a schedule invokes as it says", Schedule, HOURLY, {CALLS: 730}),
    Case("never while it is off", Schedule, {**HOURLY, "state": "DISABLED"}, {CALLS: 0}),
    Case("or as usage states", Schedule, HOURLY, {CALLS: 9}, usage={"monthly_invocations": 9}),
]
