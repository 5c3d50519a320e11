"""Sizing rules for fleets that must survive Spot interruptions and the loss of a zone."""

import math
from collections.abc import Collection

MIN_SPOT_POOLS = 6  # fewer pools tend to run out of capacity at the same time
MIN_SPOT_TYPES = 2


def size_after_zone_loss(size: int, zones: int) -> int:
    """Return the fleet size at which the remaining zones carry the load of `size` instances.

    size · zones / (zones - 1), rounded up.
    """
    return math.ceil(size * zones / (zones - 1))


def spot_pool_shortage(
    setting: str, instance_types: Collection[str], zones: int, spot_setting: str
) -> str | None:
    """Return a message if the instance types give too few spot capacity pools."""
    types = len(set(instance_types))
    pools = types * max(zones, 2)  # too few zones have a message of their own
    if pools >= MIN_SPOT_POOLS and types >= MIN_SPOT_TYPES:
        return None
    return (
        f"plimsoll:{setting}: {pools} spot capacity pools ({types} types in {zones} zones) are too "
        f"few; add instance types until there are {MIN_SPOT_POOLS} pools and at least "
        f"{MIN_SPOT_TYPES} types, or set {spot_setting} to 0"
    )
