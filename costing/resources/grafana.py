"""Amazon Managed Grafana. https://aws.amazon.com/grafana/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

USERS = (
    Line(
        "editors_administrator_licenses",
        "Editor/administrator licenses",
        "Grafana:EditorUser",
        Unit.USER_MONTHS,
    ),
    Line("viewer_licenses", "Viewer licenses", "Grafana:ViewerUser", Unit.USER_MONTHS),
)


class Workspace(StatedResource):
    """Users that are active in a month. Left out: Grafana Enterprise's own fee."""

    type = "aws:grafana/workspace:Workspace"
    usage = usage_of("WorkspaceUsage", USERS)
    service = "AmazonGrafana"
    lines = USERS
