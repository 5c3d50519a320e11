"""AWS's index of price lists: the service codes that have one.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-index-files.html
(read 2026-12-01).
"""

import json
from collections.abc import Collection

from costing.errors import RefreshError
from costing.prices.refresh.download import Downloads

INDEX = "/offers/v1.0/aws/index.json"


def offered(downloads: Downloads, base: str) -> Collection[str] | None:
    """Return the service codes with a price list; None if the index cannot be downloaded."""
    try:
        path = downloads.fetch(f"{base}{INDEX}", "offers.json")
    except RefreshError:
        return None
    if path is None:
        return None
    try:
        return frozenset(json.loads(path.read_bytes())["offers"])
    except (ValueError, KeyError, TypeError):
        return None
    finally:
        path.unlink()
