"""Amazon WorkMail. https://aws.amazon.com/workmail/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.units import Unit


class User(PricedResource):
    """A user with a mailbox, by the month. The free first month of 25 users is charged."""

    type = "aws:workmail/user:User"

    email: str | None = None  # none: no mailbox

    @override
    @charges("User")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        if self.email is not None:
            yield Meter("User", Sku("AmazonWorkMail", "Users"), Decimal(1), Unit.USER_MONTHS)
