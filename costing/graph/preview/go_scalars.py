"""YAML scalars in Pulumi's files, read as Pulumi reads them.

Pulumi uses gopkg.in/yaml.v3: YAML 1.2 with parts of 1.1 (legacy octal numbers, grouped digits,
timestamps). Sources: resolve.go and decode.go of v3.0.1, Go's time/format.go, read 2026-11-30.
"""

import base64
import binascii
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from math import isfinite, isnan

from costing.files.scalars import BOOLEANS, NULLS, Schema, shortened, text_only

INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
NOT_A_NUMBER = re.compile(r"\.(nan|NaN|NAN)")
INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<binary>[01]+)|0[oO](?P<octal>[0-7]+)"
    r"|0(?P<legacy>[0-7]+)|(?P<decimal>0|[1-9][0-9]*))"
)
BASES = {"hex": 16, "binary": 2, "octal": 8, "legacy": 8, "decimal": 10}
SIGN_INSIDE = re.compile(r"0(?:b(?P<binary>[-+][01]+)|o(?P<octal>[-+][0-7]+))")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
POINT_FIRST = re.compile(r"\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?")  # as Go's literals
TIMESTAMP = re.compile(
    r"(?P<year>\d{4})-(?P<month>0?[1-9]|1[0-2])-(?P<day>0?[1-9]|[12]\d|3[01])"
    r"(?P<time>(?:[Tt]|(?P<space> ))"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]?\d):(?P<second>[0-5]?\d)"
    r"(?:[.,](?P<fraction>\d+))?"
    r"(?P<zone>Z|(?P<sign>[-+])(?P<hours>[01]\d|2[0-4]):(?P<minutes>[0-5]\d))?)?",
    re.ASCII,
)
SMALLEST_PLAIN, LARGEST_PLAIN = -4, 5  # exponents of floats that Go prints without one
LEAP_YEAR = 2000  # replaces the year 0, which Python does not support
NANOSECONDS = 9  # digits
LARGEST_INT64 = 2**63 - 1
LARGEST_UINT64 = 2**64 - 1
MOST_DIGITS = 70  # in base 2, of 64 bits and a prefix


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Timestamp with the two text forms that Pulumi uses."""

    date: str  # 2024-01-31
    time: str  # 10:00:00 or 10:00:00.5
    offset: int = 0  # minutes

    @property
    def rfc3339(self) -> str:
        return f"{self.date}T{self.time}{self.zone(':') if self.offset else 'Z'}"

    def __str__(self) -> str:
        """Return Go's Time.String(), which names only the computer's own time zone."""
        name = self.local_name() or self.zone() if self.offset else "UTC"
        return f"{self.date} {self.time} {self.zone()} {name}"

    def zone(self, colon: str = "") -> str:
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{'-' if self.offset < 0 else '+'}{hours:02}{colon}{minutes:02}"

    def local_name(self) -> str | None:
        offset = timedelta(minutes=self.offset)
        try:
            moment = datetime.fromisoformat(f"{self.date}T{self.time[:8]}")
            local = moment.replace(tzinfo=timezone(offset)).astimezone()
        except (ValueError, OverflowError):  # a year or an offset that Python does not support
            return None
        return local.tzname() if local.utcoffset() == offset else None


Scalar = str | int | float | bool | Timestamp | None
TYPES = {"bool": bool, "int": int, "float": float, "null": type(None), "timestamp": Timestamp}


def scalar(text: str, tag: str = "") -> Scalar:
    """Return a scalar's value. Raise ValueError for text that its tag does not allow."""
    if tag == "binary":
        return binary(text)
    if tag and tag not in TYPES:
        return text  # yaml.v3 ignores unknown tags
    value = untagged(text)
    if tag == "float" and type(value) is int:
        return float(value)
    if tag and TYPES[tag] is not type(value):
        raise ValueError(f"{shortened(text)} is not a valid !!{tag}; remove the tag")
    return value


def key_text(value: object, _: str) -> str:
    """Return a key as Go prints its value."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return str(value).lower()
        case float():
            return printed(value)
    return str(value)


def printed(value: float) -> str:
    """Return a float as Go prints it: with an exponent from 1,000,000."""
    if not isfinite(value):
        return "NaN" if isnan(value) else f"{'-' if value < 0 else '+'}Inf"
    exact = Decimal(repr(value or 0.0)).normalize()
    if SMALLEST_PLAIN <= exact.adjusted() <= LARGEST_PLAIN or not exact:
        return f"{exact:f}"
    mantissa, _, exponent = f"{exact:e}".partition("e")
    return f"{mantissa}e{exponent[0]}{exponent[1:]:0>2}"


PROJECT_FILE = Schema(scalar, text_only, ignores_tags=True, first_document=True)
STACK_FILE = Schema(scalar, key_text, ignores_tags=True, first_document=True)


def binary(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError(f"{shortened(text)} is not text in base64; remove !!binary") from error


def untagged(text: str) -> Scalar:
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if INFINITE.fullmatch(text) or NOT_A_NUMBER.fullmatch(text):
        return float(text.replace(".", ""))
    for read in (timestamp, integer, real):
        if (value := read(text)) is not None:
            return value
    return text


def integer(text: str) -> int | None:
    """Return an integer of 64 bits; yaml.v3 reads others as floats or text."""
    digits = text.replace("_", "") if text[0] in "+-0123456789" else ""
    if len(digits) > MOST_DIGITS:
        return None
    if match := SIGN_INSIDE.fullmatch(digits):
        return int(match["binary"], 2) if match["binary"] else int(match["octal"], 8)
    match = INTEGER.fullmatch(digits)
    if match is None:
        return None
    base = next(name for name in BASES if match[name])
    value = int(match[base], BASES[base])
    if match["sign"] == "-":
        return -value if value <= LARGEST_INT64 + 1 else None
    return value if value <= (LARGEST_INT64 if match["sign"] else LARGEST_UINT64) else None


def real(text: str) -> float | None:
    if text[0] == ".":
        fits = POINT_FIRST.fullmatch(text)
    else:
        fits = FLOAT.fullmatch(text.replace("_", "")) if text[0] in "+-0123456789" else None
    if not fits:
        return None
    value = float(text.replace("_", ""))
    return value if abs(value) != float("inf") else None


def timestamp(text: str) -> Timestamp | None:
    match = TIMESTAMP.fullmatch(text)
    if match is None or (match["time"] and bool(match["space"]) == bool(match["zone"])):
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if day > monthrange(year or LEAP_YEAR, month)[1]:
        return None
    clock = ":".join(f"{int(match[name] or 0):02}" for name in ("hour", "minute", "second"))
    fraction = (match["fraction"] or "")[:NANOSECONDS].rstrip("0")
    offset = int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)
    return Timestamp(
        f"{year:04}-{month:02}-{day:02}",
        f"{clock}.{fraction}" if fraction else clock,
        -offset if match["sign"] == "-" else offset,
    )
