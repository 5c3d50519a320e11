from costing.resources.codepipeline import Pipeline
from tests.costing.resources.case import Case

CASES = [
    Case("a pipeline of the first type by the month", Pipeline, {}, {"activePipeline": 1}),
    Case(
        "of the second by the minute",
        Pipeline,
        {"pipelineType": "V2"},
        {"actionExecutionMinute": 900},
        usage={"monthly_action_minutes": 900},
    ),
]
