"""AWS Key Management Service. https://aws.amazon.com/kms/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import ZERO, Meter, Sku
from costing.parts.stated import Line, metered, usage_of
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
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


def key(usage: Rotated, spec: str) -> Iterator[Meter]:
    """Yield the key with the versions that rotation has left it, and the requests it serves."""
    versions = 1 + min(usage.rotations or ZERO, PAID_ROTATIONS)
    yield Meter("Customer master key", Sku("awskms", "KMS-Keys"), versions, Unit.KEY_MONTHS)
    yield from metered("awskms", lines_of(spec), usage)


class Key(PricedResource):
    """A key and its requests. Left out: the free 20,000 requests of an account."""

    type = KEY
    usage = KeyUsage

    customer_master_key_spec: str = "SYMMETRIC_DEFAULT"

    def meters(self, usage: Rotated, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from key(usage, self.customer_master_key_spec)


class ReplicaKey(PricedResource):
    """A copy of a multi-region key, charged like the key; symmetric where that is not at hand."""

    type = "aws:kms/replicaKey:ReplicaKey"
    usage = KeyUsage

    def meters(self, usage: Rotated, links: Links) -> Iterator[Meter]:
        primary = links.follow("primaryKeyArn", KEY)
        yield from key(usage, Key.read(primary.inputs if primary else {}).customer_master_key_spec)


class ExternalKey(PricedResource):
    """A key whose material is brought along."""

    type = "aws:kms/externalKey:ExternalKey"
    usage = KeyUsage

    key_spec: str = "SYMMETRIC_DEFAULT"

    def meters(self, usage: Rotated, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from key(usage, self.key_spec)


class ReplicaExternalKey(PricedResource):
    """A copy of a multi-region key whose material is brought along."""

    type = "aws:kms/replicaExternalKey:ReplicaExternalKey"
    usage = KeyUsage

    def meters(self, usage: Rotated, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from key(usage, "SYMMETRIC_DEFAULT")
