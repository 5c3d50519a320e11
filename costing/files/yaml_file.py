"""YAML files. The library is imported when a file is read: most calls read none."""

from pathlib import Path
from typing import TYPE_CHECKING

from costing.files.document import Document
from costing.files.scalars import CORE, Schema
from costing.files.text import content_of

if TYPE_CHECKING:
    from ruamel.yaml import YAML


def read(path: Path, schema: Schema = CORE) -> Document:
    """Return the document of a YAML file. Raise FileError if it cannot be read or is invalid."""
    return parsed(content_of(path), str(path), schema)


def parsed(content: bytes | str, name: str, schema: Schema = CORE) -> Document:
    """Return the document of a YAML text; its value is None for empty text. Raise FileError."""
    from costing.files.yaml_reader import document

    return document(content, name, schema)


def editable() -> "YAML":
    """Return a ruamel.yaml reader that keeps comments, for texts that `parsed` accepts."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096  # do not wrap lines
    return yaml
