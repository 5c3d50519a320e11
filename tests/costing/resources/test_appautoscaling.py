from costing.resources.appautoscaling import Target
from tests.costing.resources.case import Case

CASES = [
    Case(
        "what a target scales is charged there",
        Target,
        {
            "minCapacity": 6,
            "maxCapacity": 99,
            "resourceId": "table/orders",
            "scalableDimension": "dynamodb:table:WriteCapacityUnits",
            "serviceNamespace": "dynamodb",
        },
        {},
        usage={"capacity": 77},
    ),
]
