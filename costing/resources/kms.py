"""AWS Key Management Service. https://aws.amazon.com/kms/pricing/."""

from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

KEY = "aws:kms/key:Key"
PAID_ROTATIONS = Decimal(2)  # a third and later rotation adds nothing
SYMMETRIC = ("SYMMETRIC_DEFAULT", "HMAC_")
CALLS = "monthly_requests"

ECC, RSA = "KMS-Requests-GenerateDatakeyPair-ECC", "KMS-Requests-GenerateDatakeyPair-RSA"
OF_SYMMETRIC = (
    Line(CALLS, "Requests", "KMS-Requests", Unit.REQUESTS),
    Line("monthly_ecc_requests", "ECC GenerateDataKeyPair requests", ECC, Unit.REQUESTS),
    Line("monthly_rsa_requests", "RSA GenerateDataKeyPair requests", RSA, Unit.REQUESTS),
)
OF_RSA_2048 = (
    Line(CALLS, "Requests (RSA 2048)", "KMS-Requests-Asymmetric-RSA_2048", Unit.REQUESTS),
)
OF_ASYMMETRIC = (Line(CALLS, "Requests (asymmetric)", "KMS-Requests-Asymmetric", Unit.REQUESTS),)


class Rotated(ResourceUsage):
    rotations: Quantity = None  # so far: what the first two left is kept at a charge


KeyUsage = usage_of("KeyUsage", OF_SYMMETRIC, Rotated)


def lines_of(spec: str) -> tuple[Line, ...]:
    """Return what a key of this spec serves."""
    if spec.startswith(SYMMETRIC):
        return OF_SYMMETRIC
    return OF_RSA_2048 if spec == "RSA_2048" else OF_ASYMMETRIC


class KeyResource(PricedResource):
    """A key with the versions that rotation has left it, and the requests it serves."""

    usage = KeyUsage

    @abstractmethod
    def spec(self, links: Links) -> str:
        """Return the key spec. Raise InputError where it is unknown."""

    def meters(self, usage: Rotated, links: Links) -> Iterator[Metering]:
        versions = 1 + min(usage.rotations or ZERO, PAID_ROTATIONS)
        yield Meter("Customer master key", Sku("awskms", "KMS-Keys"), versions, Unit.KEY_MONTHS)
        yield from self.requests(usage, links)

    @charges(*(line.name for line in OF_SYMMETRIC))
    def requests(self, usage: Rotated, links: Links) -> Iterator[Meter]:
        yield from metered("awskms", lines_of(self.spec(links)), usage)


class Key(KeyResource):
    """A key and its requests. The free 20,000 requests of an account are charged here."""

    type = KEY

    customer_master_key_spec: str = "SYMMETRIC_DEFAULT"

    @override
    def spec(self, links: Links) -> str:
        return self.customer_master_key_spec


class ReplicaKey(KeyResource):
    """A copy of a multi-region key, charged like the key; symmetric where that is not at hand."""

    type = "aws:kms/replicaKey:ReplicaKey"

    def spec(self, links: Links) -> str:
        primary = links.follow("primaryKeyArn", KEY)
        return (links.read(Key, primary) if primary else Key()).customer_master_key_spec


class ExternalKey(KeyResource):
    """A key whose material is brought along."""

    type = "aws:kms/externalKey:ExternalKey"

    key_spec: str = "SYMMETRIC_DEFAULT"

    @override
    def spec(self, links: Links) -> str:
        return self.key_spec


class ReplicaExternalKey(KeyResource):
    """A copy of a multi-region key whose material is brought along."""

    type = "aws:kms/replicaExternalKey:ReplicaExternalKey"

    @override
    def spec(self, links: Links) -> str:
        return "SYMMETRIC_DEFAULT"
