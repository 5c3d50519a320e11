"""Update price files of a region from AWS's bulk price list.

    python -m tools.update_prices --region eu-west-1 [--service AmazonEC2] [--source URL]

Prices of SKUs in the price book are replaced, with the list's date and the source
`aws-price-list`. New SKUs are added if the book has the kind of their usage type (`BoxUsage`)
and their operation for the service. The tests of the price book check the result.
"""

import argparse
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from costing.model import Sku
from costing.prices import price_row
from costing.prices.book import shipped
from costing.prices.price_file import DATA
from costing.prices.price_row import PriceRow
from costing.prices.refresh.download import Downloads
from costing.prices.refresh.price_list import ADDRESS
from costing.prices.refresh.refresh import downloaded, services_of
from tools.rare_prices import read_rare, write_rare


def main(arguments: Sequence[str] | None = None, data: Path = DATA) -> None:
    parser = argparse.ArgumentParser(description="Update price files from AWS's bulk price list.")
    parser.add_argument("--region", required=True, help="AWS region, for example eu-west-1")
    parser.add_argument("--service", action="append", help="service code; default: all of the book")
    parser.add_argument("--source", default=ADDRESS, help="address of a mirror; default: AWS")
    given = parser.parse_args(arguments)
    book = shipped()
    with tempfile.TemporaryDirectory() as folder:
        for service in given.service or services_of(book, given.region):
            downloads = Downloads(Path(folder))
            found = downloaded(given.region, service, book, downloads, given.source)
            counts = update(data, given.region, found.rows if found else ())
            print(f"{service}: {counts[0]} rows replaced, {counts[1]} added")


def update(data: Path, region: str, rows: Collection[PriceRow]) -> tuple[int, int]:
    """Write the rows into the region's price files; return the rows replaced and added."""
    common, rare = data / f"{region}.csv", data / "rare" / f"{region}.csv"
    known, known_rare = price_row.read(common), read_rare(rare) if rare.exists() else []
    to_rare = {row.sku for row in known_rare}
    of_common = merged(known, [row for row in rows if row.sku not in to_rare])
    of_rare = [row for row in rows if row.sku in to_rare]
    price_row.write(common, of_common)
    if of_rare:
        write_rare(rare, merged(known_rare, of_rare))
    skus = {row.sku for row in known}
    replaced = sum(row.sku in skus for row in of_common if row in set(rows)) + len(of_rare)
    return replaced, len({row.sku for row in of_common} - skus)


def merged(known: Collection[PriceRow], rows: Iterable[PriceRow]) -> list[PriceRow]:
    """Return the known rows, those of a listed SKU replaced, and rows of SKUs of known kinds."""
    skus, kinds = {row.sku for row in known}, {kind_of(row.sku) for row in known}
    new = [row for row in rows if row.sku in skus or kind_of(row.sku) in kinds]
    replaced = {row.sku for row in new}
    return [*(row for row in known if row.sku not in replaced), *new]


def kind_of(sku: Sku) -> tuple[str, str, str]:
    """Return the service, the kind of usage type ("BoxUsage") and the operation."""
    kind, colon, _ = sku.usage_type.partition(":")
    return sku.service, kind if colon else sku.usage_type, sku.operation


if __name__ == "__main__":
    main()
