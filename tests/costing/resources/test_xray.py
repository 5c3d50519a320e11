from costing.resources.xray import Group, SamplingRule
from tests.costing.resources.case import Case

CASES = [
    Case(
        "traces recorded and read",
        SamplingRule,
        {},
        {"XRay-TracesStored": 2_000_000, "XRay-TracesAccessed": None},
        usage={"monthly_traces_recorded": "2e6"},
    ),
    Case("a group is free", Group, {}, {}),
    Case(
        "insights are not",
        Group,
        {"insightsConfiguration": {"insightsEnabled": True}},
        {"XRay-TracesStored-Insights": None},
    ),
]
