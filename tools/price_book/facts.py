"""The fact files, as rows of text. What each holds is in their README."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Facts:
    folder: Path

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of `name`.csv or `name`.csv.gz."""
        path = self.folder / f"{name}.csv"
        if path.exists():
            with path.open(newline="") as lines:
                yield from csv.DictReader(lines)
        else:
            with gzip.open(f"{path}.gz", "rt", newline="") as lines:
                yield from csv.DictReader(lines)

    def regions(self) -> dict[str, str]:
        """Return the prefix of usage types by region."""
        return {
            row["region"]: row["prefix"]
            for row in self.rows("region_prefixes")
            if not row["region"].startswith("(")
        }

    def statuses(self) -> dict[str, str]:
        """Return how sure each family of usage types is: verified, single, unverified."""
        return {row["family"]: row["status"] for row in self.rows("usage_types")}
