"""Faults of CSV files, with their places: encodings, separators and values that cannot be read."""

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from costing.errors import FileError

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
HEAD = 1 << 16  # bytes that contain a header
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def check_text(path: Path) -> None:
    """Raise FileError for a file that is no comma-separated UTF-8 text."""
    head = head_of(path)
    if head.startswith(UTF_16):
        raise FileError(f"{path}: the text is UTF-16; save it as UTF-8")
    if b"\0" in head:
        raise FileError(f"{path}: not a text file; name a CSV or Parquet file")
    header = head.partition(b"\n")[0].decode("utf-8", errors="replace")
    for separator, name in SEPARATORS.items():
        if header.count(separator) > header.count(","):
            raise FileError(f"{path}:1: columns are separated by {name}; export it with commas")


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    if not packed:
        with path.open("rb") as file:
            return file.read(HEAD)
    with suppress(EOFError, OSError), gzip.open(path) as unpacked:
        return unpacked.read(HEAD)
    return b""  # damaged, and refused as such


def place_of_value(value: str, files: Iterable[Path]) -> str | None:
    """Return "bill.csv:12" for the first line with a value; None if no CSV file has it."""
    for path in texts(files):
        with suppress(csv.Error, OSError, EOFError), opened(path) as file:
            reader = csv.reader(file)
            for row in reader:
                if value in row:
                    return f"{path}:{reader.line_num}"
    return None


def place_of_short_line(files: Iterable[Path]) -> str | None:
    """Return "bill.csv:12" for the first line with another number of columns than its header."""
    for path in texts(files):
        with suppress(csv.Error, OSError, EOFError), opened(path) as file:
            reader = csv.reader(file)
            columns = len(next(reader, []))
            for row in reader:
                if row and len(row) != columns:
                    return f"{path}:{reader.line_num}: {len(row)} columns, and {columns} in line 1"
    return None


def texts(files: Iterable[Path]) -> Iterator[Path]:
    for path in files:
        if not head_of(path).startswith(PARQUET):
            yield path


def opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    if packed:
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


VALUE = re.compile(r"onvert string [\"']([^\"']*)[\"'] (?:to|could)|field format: \"([^\"]*)\"")


def explained(error: Exception, files: Sequence[Path]) -> FileError:
    """Return an error with DuckDB's message on one line, in the terms of a bill."""
    text = str(error)
    line = text.partition("\n")[0]
    file = re.search(r"file[ =:]+\"?'?([^\"'\n]+\.(?:csv|parquet|gz))", text)
    number = re.search(r"[Ll]ine:? (\d+)", text)
    name = file[1] if file else files[0] if len(files) == 1 else "bill"
    place = f"{name}{f':{number[1]}' if number else ''}"
    if "Maximum line size" in text:
        remedy = "check the quotes of the line before it"
        return FileError(f"{place}: a line is longer than 2 MB; {remedy}")
    if found := VALUE.search(text):
        value = found[1] or found[2]
        wrong = f'"{value}" is not a number or time where one is expected'
        return FileError(f"{place_of_value(value, files) or place}: {wrong}; fix the line")
    if short := place_of_short_line(files):
        return FileError(f"{short}; export it again")
    reason = line.removeprefix("Invalid Input Error: ")
    return FileError(f"{place}: cannot be read: {reason}; export it again")
