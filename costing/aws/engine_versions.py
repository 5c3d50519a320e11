"""Engine versions of databases, caches and search domains: dates of Extended Support.

engine_versions.csv has a row for each major version: its name in usage types, the first day of
the surcharge, the first day of the second rate (year 3; for a search domain the extension), the
last day of Extended Support, and AWS's page with the dates. The dates were read in
awslabs/aws-service-eol-data (2026-09-13) and, for OpenSearch Service, in AWS's developer guide
(2026-11). A version without a first day has no Extended Support: AWS upgraded it by its last day.
Rows flagged `unverified` have a date that no stored page confirms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from costing.aws.tables import rows
from costing.errors import InputError
from costing.model import hidden

REFUSED = "open-source-rds-extended-support-disabled"


@dataclass(frozen=True, slots=True)
class Version:
    """A major version of an engine; dates are None where AWS has not announced any."""

    engine: str
    version: str
    name: str  # in usage types: "PostgreSQL13"
    charged: date | None  # first day of the surcharge
    second_rate: date | None  # first day of the rate that follows
    ends: date | None  # last day of support

    def is_charged(self, on: date) -> bool:
        return self.charged is not None and on >= self.charged

    def has_second_rate(self, on: date) -> bool:
        return self.second_rate is not None and on >= self.second_rate

    def is_retired(self, on: date) -> bool:
        return self.ends is not None and on > self.ends


@cache
def versions(engine: str) -> Sequence[Version]:
    """Return the versions of an engine that have dates; none for an engine without any."""
    return tuple(
        Version(
            engine,
            row["version"],
            row["name"],
            day(row["charged"]),
            day(row["second_rate"]),
            day(row["ends"]),
        )
        for row in rows("engine_versions")
        if row["engine"] == engine
    )


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def surcharged(
    engine: str, version: object, on: date, path: str = "engineVersion"
) -> Version | None:
    """Return the version if it is billed for Extended Support on that day.

    None where the version is not set: AWS creates its default version, which has standard
    support. Raise InputError for an unknown version, if the engine has versions with a
    surcharge, and for a version that AWS no longer runs.
    """
    known = versions(engine)
    if hidden(version) and any(each.is_charged(on) for each in known):
        raise InputError(f"{path} is known only after deployment", path)
    if not isinstance(version, str):
        return None
    found = next((each for each in known if is_of(version, each.version)), None)
    if found is None:
        return None
    if found.is_retired(on):
        raise InputError(
            f"AWS ended support of {engine} {found.version} on {found.ends} and upgrades it",
            path,
            f"set {path} to a supported version",
        )
    return found if found.is_charged(on) else None


def is_of(version: str, major: str) -> bool:
    """Return whether "11.22" is of "11", "5.7.mysql_aurora.2.11.5" of "5.7", "8" of "8.0".

    "8" is the number 8.0 of a program, as text.
    """
    parts, wanted = version.split("."), major.split(".")
    return [*parts, "0"][: len(wanted)] == wanted
