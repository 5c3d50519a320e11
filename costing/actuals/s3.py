"""Copies of bills at s3:// in a local cache."""

import hashlib
import os
from pathlib import Path
from typing import Any

from costing.actuals.files import SUFFIXES
from costing.errors import FileError

NAMED = (*SUFFIXES, ".json")


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "plimsoll" / "bills"


def fetched_copy(address: str, cache: Path | None = None) -> Path:
    """Copy the objects of an address and return the local file or folder.

    An object that is in the cache with the same ETag is not copied again. Raise FileError where
    nothing is found or access is denied.
    """
    import boto3  # noqa: PLC0415 (slow to import)
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    root = (cache or cache_folder()) / bucket
    try:
        client = boto3.client("s3")
        listed = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        objects = [
            each
            for page in listed
            for each in page.get("Contents", ())
            if within(each["Key"], prefix) and each["Key"].lower().endswith(NAMED)
        ]
        if not objects:
            raise FileError(f"{address}: no .csv, .csv.gz, .parquet or manifest object is there")
        copies = [copied(client, bucket, each, root) for each in objects]
    except (BotoCoreError, ClientError) as error:
        raise FileError(f"{address}: cannot be read: {error}; check the address and access") from (
            error
        )
    without_removed(root / prefix, set(copies))
    return root / prefix


def within(key: str, prefix: str) -> bool:
    """Say whether an object is the one named, or in the folder named."""
    return key == prefix or not prefix or key.startswith(f"{prefix.rstrip('/')}/")


def copied(client: Any, bucket: str, found: dict[str, Any], root: Path) -> Path:  # noqa: ANN401
    key, tag = found["Key"], found["ETag"]
    path = root.joinpath(*(part for part in key.split("/") if part not in {"", ".", ".."}))
    version = path.with_name(f".{path.name}.etag")
    stamp = hashlib.sha256(f"{key} {tag}".encode()).hexdigest()
    if not (path.is_file() and version.is_file() and version.read_text() == stamp):
        path.parent.mkdir(parents=True, exist_ok=True)
        version.unlink(missing_ok=True)
        client.download_file(bucket, key, str(path))
        version.write_text(stamp)
    return path


def without_removed(folder: Path, copies: set[Path]) -> None:
    """Delete files of the cache whose object is not in the bucket any more."""
    if folder.is_dir():
        for path in folder.rglob("*"):
            if path.is_file() and path.name.lower().endswith(NAMED) and path not in copies:
                path.unlink()
