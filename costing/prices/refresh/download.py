"""Downloads over HTTP: resumed after an interruption, and put in place only when complete."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Event
from typing import Any

from costing.errors import RefreshError
from costing.prices.atomic import replacing

CHUNK = 1 << 20
TIMEOUT_SECONDS = 60
Progress = Callable[[int, int | None], None]  # bytes so far, bytes in total


def silent(_: int, __: int | None) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Downloads:
    """Folder of downloads. `stop` ends the running ones; a later run resumes them."""

    folder: Path
    progress: Progress = silent
    stop: Event = field(default_factory=Event)

    def fetch(self, address: str, name: str) -> Path | None:
        """Return the downloaded file; None if it is unchanged since `accept` was called for it.

        Raise RefreshError for an incomplete download; the next call resumes it.
        """
        part = self.folder / f"{name}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        tags, begun = self.tags(name), part.stat().st_size if part.exists() else 0
        if not is_strong(tags.get("part", "")):
            begun = 0  # nothing tells whether the rest would be of the same version
        try:
            with open_url(address, headers(tags, begun)) as answer:
                resumed = answer.status == HTTPStatus.PARTIAL_CONTENT
                given = answer.headers.get("Content-Range") or f"bytes {begun}-"
                if resumed and not given.startswith(f"bytes {begun}-"):
                    part.unlink()
                    raise RefreshError(f"{address}: another range than asked for; run it again")
                self.write_tags(name, {**tags, "part": answer.headers.get("ETag") or ""})
                total = length(answer.headers.get("Content-Length"), begun if resumed else 0)
                done = self.copy(answer.read, part, begun if resumed else 0, total)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == HTTPStatus.NOT_MODIFIED:
                return None
            if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and begun:
                part.unlink()  # the file is shorter now
                return self.fetch(address, name)
            raise RefreshError(f"{address}: HTTP {error.code} {error.reason}") from error
        except (OSError, ValueError) as error:
            raise RefreshError(f"{address}: {error}; run the command again to resume") from error
        if total is not None and done != total:
            raise RefreshError(
                f"{address}: {done} of {total} bytes received; run the command again to resume"
            )
        return part.replace(self.folder / name)

    def accept(self, name: str) -> None:
        """Record that the content of a download was used: it is not downloaded again."""
        self.write_tags(name, {"used": self.tags(name).get("part", "")})

    def forget(self, name: str) -> None:
        """Download the file again, even if it has not changed."""
        tags = {key: value for key, value in self.tags(name).items() if key != "used"}
        self.write_tags(name, tags)

    def copy(self, read: Callable[[int], bytes], part: Path, begun: int, total: int | None) -> int:
        done = begun
        with part.open("ab" if begun else "wb") as file:
            while not self.stop.is_set() and (chunk := read(CHUNK)):
                file.write(chunk)
                done += len(chunk)
                self.progress(done, total)
        return done

    def tags(self, name: str) -> dict[str, str]:
        try:
            found = json.loads((self.folder / f"{name}.etag").read_text())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(key): str(value) for key, value in found.items()}

    def write_tags(self, name: str, tags: dict[str, str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self.folder / f"{name}.etag") as file:
            file.write(json.dumps(tags))


def headers(tags: dict[str, str], begun: int) -> dict[str, str]:
    """Return the conditions of a request: resume the same version only, skip a used one."""
    if begun:
        return {"Range": f"bytes={begun}-", "If-Range": tags["part"]}
    return {"If-None-Match": tags["used"]} if tags.get("used") else {}


def is_strong(tag: str) -> bool:
    """Return whether an entity tag identifies the bytes of a file (RFC 9110, 8.8.1)."""
    return bool(tag) and not tag.startswith("W/")


def open_url(address: str, conditions: dict[str, str]) -> Any:  # noqa: ANN401 (an HTTP response)
    request = urllib.request.Request(address, headers=conditions)  # noqa: S310 (https, or a test)
    return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310


def length(given: str | None, begun: int) -> int | None:
    return None if given is None else begun + int(given)
