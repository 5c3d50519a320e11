"""The files of a bill: one file, a folder, a glob or a manifest with its parts.

A file is identified by its content: a copy under another name is ignored and reported.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from costing.actuals.csv_faults import check_text
from costing.errors import FileError

SUFFIXES = (".csv", ".csv.gz", ".parquet", ".snappy.parquet")
CHUNK = 1 << 20
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bill."""

    path: Path
    is_parquet: bool
    size: int  # bytes of its content, uncompressed


@dataclass(frozen=True, slots=True)
class Parts:
    files: Sequence[Part]
    ignored: Sequence[str]  # one line for each file that is a copy of another


def parts(bill: str, fetch: Callable[[str], Path] | None = None) -> Parts:
    """Return the files of a bill. `fetch` copies an s3:// address to a local folder.

    Raise FileError where a file is missing, cut or of another kind.
    """
    if bill.startswith("s3://"):
        if fetch is None:
            raise FileError(f"{bill}: cannot read S3 here; copy the files to a local folder")
        bill = str(fetch(bill))
    found = [checked(path) for path in paths(bill)]
    return without_copies(found)


def paths(bill: str) -> list[Path]:
    """Return the data files that an argument names."""
    if any(sign in bill for sign in "*?["):
        return from_glob(bill)
    path = Path(bill)
    if path.is_dir():
        return from_folder(path)
    if not path.is_file():
        raise FileError(f"{bill}: no such file; name a bill file, a folder, a glob or a manifest")
    return from_manifest(path) if path.suffix == ".json" else [path]


def from_glob(pattern: str) -> list[Path]:
    start = Path(pattern).anchor
    root = Path(start) if start else Path()
    relative = pattern[len(start) :]
    found = sorted(path for path in root.glob(relative) if path.is_file() and is_bill_file(path))
    if not found:
        raise FileError(f"{pattern}: matches no .csv, .csv.gz or .parquet file; check the pattern")
    return found


def from_folder(folder: Path) -> list[Path]:
    """Return the files of a folder; those that its manifests list where it has manifests.

    A legacy CUR keeps former versions of a month in folders below the manifest of the last one:
    manifests below another manifest are not read.
    """
    if manifests := outermost(sorted(folder.rglob("*[Mm]anifest.json"))):
        listed = [path for manifest in manifests for path in from_manifest(manifest)]
        return sorted(set(listed))
    found = sorted(path for path in folder.rglob("*") if path.is_file() and is_bill_file(path))
    if not found:
        raise FileError(f"{folder}: the folder has no .csv, .csv.gz or .parquet file")
    return found


def outermost(manifests: Sequence[Path]) -> list[Path]:
    folders = {manifest.parent for manifest in manifests}
    return [each for each in manifests if not folders & set(each.parent.parents)]


def is_bill_file(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def from_manifest(manifest: Path) -> list[Path]:
    """Return the parts that a manifest of a legacy CUR (reportKeys) or data export names."""
    try:
        content: Any = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(f"{manifest}: not a manifest in JSON: {first_line(error)}") from error
    keys = manifest_keys(content)
    if not keys:
        raise FileError(f"{manifest}: no reportKeys and no dataFiles; use the export's manifest")
    return [part_of(manifest, key, index, len(keys)) for index, key in enumerate(keys, start=1)]


def manifest_keys(content: object) -> list[str]:
    if not isinstance(content, dict):
        return []
    listed = content.get("reportKeys") or content.get("dataFiles") or []
    return [each for each in listed if isinstance(each, str)]


def part_of(manifest: Path, key: str, number: int, count: int) -> Path:
    """Return where a part is: the longest end of its key that exists beside or above."""
    pieces = key.removeprefix("s3://").split("/")
    for base in (manifest.parent, *manifest.parent.parents):
        for start in range(len(pieces)):
            path = base.joinpath(*pieces[start:])
            if path.is_file():
                return path
        if base == base.parent or base == Path():
            break
    raise FileError(
        f"{manifest}: part {number} of {count} is missing: {pieces[-1]}; download it beside the "
        "manifest"
    )


def checked(path: Path) -> Part:
    """Recognize a file by its first bytes. Raise FileError for one that is empty or cut."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            size = file.seek(0, 2)
            file.seek(max(size - 4, 0))
            end = file.read(4)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from error
    if not start:
        raise FileError(f"{path}: the file is empty; export the bill again")
    is_parquet = start == PARQUET
    if path.suffix == ".parquet" and not is_parquet:
        raise FileError(f"{path}: not a Parquet file; name CSV files .csv or .csv.gz")
    if is_parquet and (end != PARQUET or size < 12):  # noqa: PLR2004 (two marks and a length)
        raise FileError(f"{path}: the Parquet file is cut off ({size} bytes); download it again")
    if not is_parquet:
        check_text(path)
    return Part(path, is_parquet, unpacked_size(path) if start[:2] == GZIP else size)


def unpacked_size(path: Path) -> int:
    """Raise FileError where a compressed file is cut off or damaged: DuckDB reads its start."""
    size = 0
    try:
        with gzip.open(path) as file:
            while chunk := file.read(CHUNK):
                size += len(chunk)
    except (EOFError, OSError, ValueError) as error:
        raise FileError(
            f"{path}: the gzip file is cut off or damaged; download it again"
        ) from error
    return size


def without_copies(found: Sequence[Part]) -> Parts:
    """Leave out files whose content another file has. Only files of equal size are read."""
    sizes: dict[int, list[Part]] = {}
    for part in found:
        sizes.setdefault(part.size, []).append(part)
    copies = dict(pair for same in sizes.values() if len(same) > 1 for pair in copies_of(same))
    kept = [part for part in found if part.path not in copies]
    lines = [
        f"{copy}: ignored, its content is that of {original}" for copy, original in copies.items()
    ]
    return Parts(kept, lines)


def copies_of(same_size: Sequence[Part]) -> Iterator[tuple[Path, Path]]:
    """Yield each file that repeats an earlier one, with that one."""
    seen: dict[str, Path] = {}
    for part in same_size:
        original = seen.setdefault(digest(part.path), part.path)
        if original != part.path:
            yield part.path, original


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's content, of what is inside where it is compressed."""
    with path.open("rb") as file:
        if file.read(len(GZIP)) != GZIP:
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    content = hashlib.sha256()
    with gzip.open(path) as unpacked:
        while chunk := unpacked.read(CHUNK):
            content.update(chunk)
    return content.hexdigest()


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
