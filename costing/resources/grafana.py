"""Amazon Managed Grafana. https://aws.amazon.com/grafana/pricing/."""

from collections.abc import Iterator

from costing.model import Meter
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
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


class Workspace(PricedResource):
    """Users that are active in a month. Left out: Grafana Enterprise's own fee."""

    type = "aws:grafana/workspace:Workspace"
    usage = usage_of("WorkspaceUsage", USERS)

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered("AmazonGrafana", USERS, usage)
