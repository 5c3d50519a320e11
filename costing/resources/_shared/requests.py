"""Requests that are billed by the chunk, and products of optional quantities."""

from decimal import ROUND_CEILING

from costing.resources._shared.priced_resource import Quantity


def in_chunks(requests: Quantity, size_kb: Quantity, *, chunk_kb: int) -> Quantity:
    """Return billed requests: one for each started chunk; one each where no size is given."""
    if requests is None or not size_kb:
        return requests
    return requests * (size_kb / chunk_kb).to_integral_value(ROUND_CEILING)


def times(quantity: Quantity, factor: Quantity) -> Quantity:
    return None if quantity is None or factor is None else quantity * factor
