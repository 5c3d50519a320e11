"""Regions, their prefixes and continents."""

from collections.abc import Iterator

from tools.price_book.facts import Facts

COLUMNS = ("region", "prefix", "also", "continent", "source")
# Seen on old pages or in other tools' tables: notes of region_prefixes.csv.
ALSO = {"eu-west-1": "EUW1", "af-south-1": "CPT"}


def regions(facts: Facts) -> Iterator[tuple[str, ...]]:
    continents = {row["code"]: row["continent"] for row in facts.rows("aws_regions")}
    for row in facts.rows("region_prefixes"):
        region = row["region"]
        if not region.startswith("("):
            yield (
                region,
                row["prefix"],
                ALSO.get(region, ""),
                continents.get(region, ""),
                row["source"].split(" (stored")[0],
            )
