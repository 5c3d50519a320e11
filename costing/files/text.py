"""The text of an input file, whatever editor or shell wrote it."""

import codecs
from pathlib import Path

from costing.errors import FileError

LARGEST = 32 * 2**20  # bytes; a YAML file near this size takes minutes to read

ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",  # what Windows PowerShell's > writes
    codecs.BOM_UTF16_BE: "utf-16",
}


def content_of(path: Path) -> bytes:
    """Return a file's bytes. Raise FileError if it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    if len(content) > LARGEST:
        raise FileError(f"{path}: larger than {LARGEST // 2**20} MiB; split the file")
    return content


def decoded(content: bytes, name: str) -> str:
    """Return text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.

    Raise FileError, with the line, for other bytes.
    """
    encoding = next((ENCODINGS[mark] for mark in ENCODINGS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = " ".join(f"0x{byte:02X}" for byte in content[error.start : error.end][:4])
        raise FileError(
            f"{name}:{line}: not valid {encoding.upper()} text (byte {wrong}); "
            "save the file as UTF-8"
        ) from error
