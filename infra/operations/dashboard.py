"""CloudWatch dashboard of all alarms."""

import json
from collections.abc import Sequence

WIDTH, HEIGHT, COLUMNS = 8, 6, 3  # of a widget, and how many side by side in a dashboard's 24


def dashboard_body(alarm_arns: Sequence[str]) -> str:
    """Return the dashboard body: alarm states on top, then a graph of each alarm's metric."""
    rows = -(-len(alarm_arns) // (2 * COLUMNS))
    states = {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": WIDTH * COLUMNS,
        "height": rows + 1,
        "properties": {"title": "Alarms", "alarms": list(alarm_arns)},
    }
    metrics = [
        {
            "type": "metric",
            "x": WIDTH * (index % COLUMNS),
            "y": rows + 1 + HEIGHT * (index // COLUMNS),
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {
                "title": arn.rpartition(":")[2],
                "region": arn.split(":")[3],
                "annotations": {"alarms": [arn]},
            },
        }
        for index, arn in enumerate(alarm_arns)
    ]
    return json.dumps({"widgets": [states, *metrics]})
