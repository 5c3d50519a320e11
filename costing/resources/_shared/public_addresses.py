"""Public IPv4 addresses, charged since 2024-02. https://aws.amazon.com/vpc/pricing/ (2026-11)."""

from decimal import Decimal

from costing.model import Meter, Sku
from costing.units import HOURS_PER_MONTH, Unit


def in_use(
    count: Decimal = Decimal(1), hours: Decimal = HOURS_PER_MONTH, *, region: str | None = None
) -> Meter:
    return Meter(
        "Public IPv4 address",
        Sku("AmazonVPC", "PublicIPv4:InUseAddress"),
        count * hours,
        Unit.HOURS,
        region=region,
    )


def idle() -> Meter:
    return Meter(
        "Public IPv4 address, idle",
        Sku("AmazonVPC", "PublicIPv4:IdleAddress"),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )
