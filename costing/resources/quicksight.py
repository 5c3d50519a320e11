"""Amazon Quick Sight. https://aws.amazon.com/quicksight/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.errors import NotPriced
from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AmazonQuickSight"
MONTHLY = {  # role → name, usage type
    "ADMIN": ("Author", "QS-User-Enterprise-Month"),
    "AUTHOR": ("Author", "QS-User-Enterprise-Month"),
    "READER": ("Reader", "QS-Reader-Enterprise-Month"),
    "ADMIN_PRO": ("Author Pro", "QS-Author-Pro-Month"),
    "AUTHOR_PRO": ("Author Pro", "QS-Author-Pro-Month"),
    "READER_PRO": ("Reader Pro", "QS-Reader-Pro-Month"),
}
HELD = (Line("spice_gb", "SPICE beyond what users bring", "QS-Enterprise-SPICE"),)


class User(PricedResource):
    """A user of the Enterprise edition by the month and role, without fees of the account."""

    type = "aws:quicksight/user:User"

    user_role: str

    @override
    @charges("Author", "Reader")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        if self.user_role not in MONTHLY:
            raise NotPriced(f"no price of a user of role {self.user_role} is known", "userRole")
        name, usage_type = MONTHLY[self.user_role]
        yield Meter(name, Sku(SERVICE, usage_type), Decimal(1), Unit.USER_MONTHS)


class DataSet(StatedResource):
    """SPICE capacity beyond that included with users."""

    type = "aws:quicksight/dataSet:DataSet"
    usage = usage_of("DataSetUsage", HELD)
    service = SERVICE
    lines = HELD
