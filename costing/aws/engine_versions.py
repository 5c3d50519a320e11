"""Engine versions of RDS and Aurora that are billed for Extended Support, with their dates.

PostgreSQL's dates are those of Aurora's release calendar, RDS's taken as the same:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
(a copy, stored public file id 51820602545, read 2026-11-24). MySQL 8.0's first day is that of bill
lines (62151635868), Aurora MySQL 2's that of an AWS sample's notes (30551420616) and its third
year a third party's (71412303771). MySQL 5.7's, and third years two years after the first, are
unverified. The charge is by the vCPU, of the standby's too (38824676205).
"""

from dataclasses import dataclass
from datetime import date

from costing.errors import InputError
from costing.model import hidden

REFUSED = "open-source-rds-extended-support-disabled"


@dataclass(frozen=True, slots=True)
class Version:
    """A major version: its name in usage types, the first day of the surcharge."""

    name: str
    charged: date
    third_year: date | None = None  # first day at the price of the third year


def of_postgres(prefix: str) -> dict[str, Version]:
    first = {11: date(2024, 4, 1), **{12 + n: date(2025 + n, 3, 1) for n in range(6)}}
    return {
        str(major): Version(f"{prefix}{major}", start, start.replace(year=start.year + 2))
        for major, start in first.items()
    }


VERSIONS = {
    "mysql": {
        "5.7": Version("MySQL5.7", date(2024, 3, 1), date(2026, 3, 1)),
        "8.0": Version("MySQL8.0", date(2026, 8, 1), date(2028, 8, 1)),
    },
    "postgres": of_postgres("PostgreSQL"),
    "aurora-mysql": {
        "5.7": Version("AuroraMySQL2", date(2024, 12, 1), date(2026, 12, 1)),
    },
    "aurora-postgresql": of_postgres("AuroraPostgreSQL"),
}


def surcharged(engine: str, version: object, on: date) -> Version | None:
    """Return the version, where a surcharge is due on that day.

    None where the version is not set. Raise InputError for an unknown one, if the engine has
    versions with a surcharge.
    """
    known = VERSIONS.get(engine, {})
    if hidden(version) and any(on >= each.charged for each in known.values()):
        raise InputError("engineVersion is known only after deployment", "engineVersion")
    if not isinstance(version, str):
        return None
    of = next((each for major, each in known.items() if is_of(version, major)), None)
    return of if of is not None and on >= of.charged else None


def is_of(version: str, major: str) -> bool:
    """Tell whether "11.22" is of "11", "5.7.mysql_aurora.2.11.5" of "5.7", "8" of "8.0".

    The last is what becomes of the number 8.0 in a program.
    """
    parts, wanted = version.split("."), major.split(".")
    return [*parts, "0"][: len(wanted)] == wanted
