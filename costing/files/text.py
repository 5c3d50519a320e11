"""Text of input files, in any Unicode encoding."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from costing.errors import FileError

# A line with its end; same line breaks as the YAML reader.
LINE = re.compile(
    r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+"
)
LARGEST = 32 * 2**20  # bytes; a YAML file near this size takes minutes to read


def content_of(path: Path, largest: int = LARGEST) -> bytes:
    """Return a file's bytes. Raise FileError if it cannot be read or exceeds `largest` bytes."""
    try:
        with path.open("rb") as file:
            return limited(file.read, str(path), largest)
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}; check the path") from error


def limited(read: Callable[[int], bytes], name: str, largest: int = LARGEST) -> bytes:
    """Return the result of `read`. Raise FileError if it exceeds `largest` bytes."""
    content = read(largest + 1)
    if len(content) > largest:
        raise FileError(f"{name}: larger than {largest // 2**20} MiB; split it")
    return content


def decoded(content: bytes, name: str) -> str:
    """Return the text in UTF-8, UTF-16 (from Windows PowerShell's >) or UTF-32 bytes.

    Raise FileError with the line of an invalid byte.
    """
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = " ".join(f"0x{byte:02X}" for byte in content[error.start : error.end][:4])
        wanted = encoding.upper().removesuffix("-SIG")
        raise FileError(
            f"{name}:{line}: not valid {wanted} text (byte {wrong}); save the file as UTF-8"
        ) from error
