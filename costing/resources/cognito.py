"""Amazon Cognito. https://aws.amazon.com/cognito/pricing/."""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonCognito"
USERS = "monthly_active_users"
BY_TIER = {
    "LITE": Line(USERS, "Active users (Lite)", "CognitoUserPoolsMAU", Unit.USER_MONTHS),
    "ESSENTIALS": Line(
        USERS, "Active users (Essentials)", "CognitoEssentialsMAU", Unit.USER_MONTHS
    ),
    "PLUS": Line(USERS, "Active users (Plus)", "CognitoPlusMAU", Unit.USER_MONTHS),
}
FEDERATED = Line(
    "monthly_federated_users",
    "Active users through SAML or OIDC",
    "CognitoEnterpriseMAU",
    Unit.USER_MONTHS,
)
WATCHED = Line(USERS, "Active users with advanced security", "CognitoASFMAU", Unit.USER_MONTHS)


class AddOns(Block):
    advanced_security_mode: Literal["OFF", "AUDIT", "ENFORCED"] = "OFF"


class UserPool(PricedResource):
    """Monthly active users, by the tier of the pool. SMS messages and mails are charged apart.

    A pool without a tier is of Essentials, as AWS makes it; one with advanced security is of
    the older Lite.
    """

    type = "aws:cognito/userPool:UserPool"
    usage = usage_of("UserPoolUsage", (BY_TIER["LITE"], FEDERATED))

    user_pool_tier: Literal["LITE", "ESSENTIALS", "PLUS"] | None = None
    user_pool_add_ons: AddOns = AddOns()

    @property
    def is_watched(self) -> bool:
        return self.user_pool_add_ons.advanced_security_mode != "OFF"

    @property
    def tier(self) -> str:
        return self.user_pool_tier or ("LITE" if self.is_watched else "ESSENTIALS")

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.users(usage)
        yield from metered(SERVICE, (FEDERATED,), usage)
        yield from self.watched_users(usage)

    @charges("Active users")
    def users(self, usage: ResourceUsage) -> Iterator[Meter]:
        yield from metered(SERVICE, (BY_TIER[self.tier],), usage)

    @charges(WATCHED.name)
    def watched_users(self, usage: ResourceUsage) -> Iterator[Meter]:
        if self.tier == "LITE" and self.is_watched:
            yield from metered(SERVICE, (WATCHED,), usage)
