"""Session Manager preferences in SSM documents, and settings of Systems Manager.

https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.errors import FileError
from costing.files import yaml_file
from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.logic import (
    InvalidInputError,
    Truth,
    UnknownInput,
    all_of,
    any_of,
    equal,
    is_unknown,
    known,
    names_resources,
    read,
)


def session_inputs(document: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield path and inputs of a Session document. Raises UnknownInput."""
    kind = read(document, "documentType")
    if is_unknown(kind):
        raise UnknownInput(document, "documentType")
    if kind != "Session":
        return
    content = known(document, "content", "")
    try:
        parsed = yaml_file.parsed(str(content), f"content of {document.name}").value
    except FileError as error:
        raise InvalidInputError(str(error)) from error
    inputs = at(parsed, "inputs")
    if isinstance(inputs, Mapping):
        yield "content.inputs", inputs


def logs_encrypted(inputs: Mapping[str, Any], document: Resource) -> Truth:
    """Return whether sessions are logged to an encrypted bucket or log group."""
    pairs = (
        ("s3BucketName", "s3EncryptionEnabled"),
        ("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"),
    )
    return any_of(
        all_of(
            [is_given(at(inputs, name), document), equal(in_document(at(inputs, on)), option=True)]
        )
        for name, on in pairs
    )


def is_given(value: object, document: Resource | None = None) -> Truth:
    """Return whether a text is given; in a document, the name of another resource is."""
    if value == UNKNOWN_MARK:
        return True if document and names_resources(document, "content") else UNKNOWN
    return UNKNOWN if is_unknown(value) else bool(value)


def in_document(value: object) -> object:
    return UNKNOWN if value == UNKNOWN_MARK else value


def is_setting(resource: Resource, name: str) -> Truth:
    """Return whether a service setting is the one of this name, given as name or ARN."""
    setting = read(resource, "settingId")
    return UNKNOWN if is_unknown(setting) else str(setting).endswith(name)
