from costing.resources.grafana import Workspace
from tests.costing.resources.case import Case

CASES = [
    Case(
        "users of a workspace",
        Workspace,
        {},
        {"Grafana:EditorUser": 10, "Grafana:ViewerUser": None},
        usage={"editors_administrator_licenses": 10},
    ),
    Case(
        "a workspace has at least one editor license",
        Workspace,
        {},
        {"Grafana:EditorUser": 1, "Grafana:ViewerUser": 5},
        usage={"viewer_licenses": 5},
    ),
]
