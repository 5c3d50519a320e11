"""Files of the price cache: the last line has a checksum, and a damaged file is set aside."""

import csv
import hashlib
import logging
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from costing.prices.atomic import replacing

LOG = logging.getLogger(__name__)
CHECKSUM = "#sha256"
DAMAGED = ".damaged"  # end of the name of a file that was set aside


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Replace a file in one step."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue()
    with replacing(path) as file:
        file.write(content)
        file.write(f"{CHECKSUM},{digest(content.encode())}\n")


def read(path: Path) -> list[list[str]]:
    """Return the rows without header; none of a damaged file, which is renamed and reported."""
    try:
        content = path.read_bytes()
    except OSError as error:
        LOG.warning("%s: %s; the prices of the price book are used", path, error.strerror)
        return []
    start = content.rfind(b"\n", 0, max(len(content) - 1, 0)) + 1
    body, last = content[:start], content[start:].decode(errors="replace").strip()
    if not body or last != f"{CHECKSUM},{digest(body)}":
        set_aside(path)
        return []
    _, *rows = csv.reader(StringIO(body.decode(), newline=""))
    return rows


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def set_aside(path: Path) -> None:
    """Rename a damaged file; the next refresh downloads it again."""
    try:
        path.replace(path.with_name(f"{path.name}{DAMAGED}"))
    except OSError:
        LOG.warning("%s: damaged and not used; delete it", path)
        return
    LOG.warning(
        "%s: damaged, renamed to %s%s; run: plimsoll prices refresh --region %s",
        path,
        path.name,
        DAMAGED,
        path.parent.name,
    )
