"""Amazon Managed Grafana. https://aws.amazon.com/grafana/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

LEAST = Decimal(1)  # editor license of each workspace

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
    """Licenses of users that are active in a month; a workspace has at least one editor."""

    type = "aws:grafana/workspace:Workspace"
    usage = usage_of("WorkspaceUsage", USERS)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        editors, viewers = metered("AmazonGrafana", USERS, usage)
        given = editors.quantity
        assumed = None if given else "1 license, the minimum of a workspace"
        yield replace(editors, quantity=max(given or LEAST, LEAST), assumed=assumed)
        yield viewers
