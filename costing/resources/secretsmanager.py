"""AWS Secrets Manager. https://aws.amazon.com/secrets-manager/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSSecretsManager"
SECRETS = Sku(SERVICE, "AWSSecretsManager-Secrets")
CALLS = (Line("monthly_requests", "API requests", "AWSSecretsManagerAPIRequest", Unit.REQUESTS),)


class Replica(Block):
    region: str


class Secret(PricedResource):
    """A secret, its replicas, each charged in its own region, and calls of the API."""

    type = "aws:secretsmanager/secret:Secret"
    usage = usage_of("SecretUsage", CALLS)

    replicas: list[Replica] = Field(default_factory=list)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield Meter("Secret", SECRETS, Decimal(1), Unit.SECRET_MONTHS)
        yield from self.copies()
        yield from metered(SERVICE, CALLS, usage)

    @charges("Replica")
    def copies(self) -> Iterator[Metering]:
        for replica in self.replicas:
            yield from replicated(replica)


@charges("Replica")
def replicated(replica: Replica) -> Iterator[Meter]:
    name = f"Replica in {replica.region}"
    yield Meter(name, SECRETS, Decimal(1), Unit.SECRET_MONTHS, region=replica.region)
