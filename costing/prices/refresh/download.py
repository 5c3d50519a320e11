"""Downloads over HTTP: resumed where one broke off, put in place only when whole."""

import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from costing.errors import RefreshError

CHUNK = 1 << 20
SECONDS = 60
Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all


def silent(_: int, __: int | None) -> None:
    pass


def download(address: str, path: Path, progress: Progress = silent) -> Path:
    """Fetch a file. Raise RefreshError where it cannot be had whole; the rest is kept for later."""
    part = path.with_name(f"{path.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    begun = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address)  # noqa: S310 (https, or a test's own server)
    if begun:
        request.add_header("Range", f"bytes={begun}-")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            resumed = answer.status == HTTPStatus.PARTIAL_CONTENT
            total = length_of(answer.headers.get("Content-Length"), begun if resumed else 0)
            done = copy(answer.read, part, begun if resumed else 0, total, progress)
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and begun:
            part.unlink()  # the file has changed since
            return download(address, path, progress)
        raise RefreshError(f"{address}: HTTP {error.code} {error.reason}") from error
    except (OSError, ValueError) as error:
        raise RefreshError(f"{address}: {error}; run it again to resume") from error
    if total is not None and done != total:
        raise RefreshError(f"{address}: {done} of {total} bytes; run it again to resume")
    return part.replace(path)


def length_of(stated: str | None, begun: int) -> int | None:
    return None if stated is None else begun + int(stated)


def copy(
    read: Callable[[int], bytes], part: Path, begun: int, total: int | None, progress: Progress
) -> int:
    done = begun
    with part.open("ab" if begun else "wb") as file:
        while chunk := read(CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
    return done
