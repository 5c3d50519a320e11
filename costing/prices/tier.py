"""One line of a price file: a rung of one SKU's ladder."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

from costing.model import Sku
from costing.prices.price_file import ABOUT, COLUMNS


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    service: str
    usage_type: str
    operation: str
    unit: str
    start: Decimal
    list_unit_price: Decimal  # USD
    as_of: str  # ISO date
    source: str
    flags: str = ""

    @property
    def sku(self) -> Sku:
        return Sku(self.service, self.usage_type, self.operation)


def write(path: Path, rungs: Iterable[Rung]) -> int:
    """Replace a file in one step, so that what breaks off leaves the old one; return its lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(set(rungs))
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=path.name, suffix=".new", delete=False, newline=""
    ) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*COLUMNS, *ABOUT])
        for rung in ordered:
            writer.writerow([f"{x:f}" if isinstance(x, Decimal) else x for x in astuple(rung)])
    Path(file.name).replace(path)
    return len(ordered)
