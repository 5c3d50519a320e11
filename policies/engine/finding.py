"""Finding: the input of a resource, its actual and its expected value."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from costing.graph.resource import Resource, at
from costing.graph.schema.secrets import secret_texts, without_texts
from costing.model import SECRET, UNKNOWN, hidden
from costing.units import plain

Status = Literal["violation", "unknown", "waived"]

# Placeholders that the engine writes into a preview.
UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
# In place of the unknown part of a text: a resource's id, ARN or name without wildcard; any text.
OUTPUT = "${output}"
ANYTHING = "${unknown}"
SECRET_MARK = "[secret]"  # noqa: S105 (stands where a secret is left out)

TEXTS = ("actual", "expected", "because", "cause", "broken")  # fields with values of inputs
LONGEST = 120  # characters of a value in a message; the JSON report has the whole


@dataclass(frozen=True, slots=True)
class Finding:
    """Actual and expected value of an input."""

    resource: Resource
    path: str  # of the input, "multiAz"; empty where the resource as a whole is meant
    actual: object  # None where absent, UNKNOWN before deployment
    expected: object = None
    because: str | None = None  # replaces "path is actual" in the message
    # What findings of this rule on several resources have in common, and what is to be changed.
    cause: str | None = None
    fix: str | None = None  # replaces the rule's, where it depends on the resource
    broken: str | None = None  # why the rule could not be checked: a wrong input, an error

    @property
    def decided(self) -> bool:
        return not (self.actual is UNKNOWN or self.actual is SECRET or self.broken)

    @property
    def filled_in(self) -> bool:
        """Return whether the value is from a state's outputs, not from the program."""
        return any(within(self.path, each) for each in self.resource.filled)

    @property
    def message(self) -> str:
        if self.broken:
            return f"the rule could not be checked: {self.broken}"
        expected = "" if self.expected is None else f"; expected {shown(self.expected)}"
        origin = " (from the deployed state)" if self.filled_in else ""
        return f"{self.what}{origin}{expected}"

    @property
    def depends(self) -> str:
        """Return what is unknown: the input, or others that decide whether it is right."""
        if self.path and not is_open(at(self.resource.inputs, self.path)):
            return "cannot be judged: other values are known only after deployment"
        return "is known only after deployment"

    @property
    def what(self) -> str:
        if self.actual is UNKNOWN:
            return f"{self.path or 'this'} {self.depends}"
        if self.actual is SECRET:
            return f"{self.path} is a secret and is not read"
        return self.because or f"{self.path} is {shown(self.actual)}"


def without_secrets(finding: Finding) -> Finding:
    """Return a finding without the texts that its resource has in the SDK's secret inputs."""
    given = {name: getattr(finding, name) for name in TEXTS}
    if not any(isinstance(value, (str, Mapping, list, tuple)) for value in given.values()):
        return finding
    secret = secret_texts(finding.resource)
    if not secret:
        return finding
    return replace(finding, **{name: without_texts(value, secret) for name, value in given.items()})


def is_open(value: object) -> bool:
    """Return whether an input is missing, or contains a value that is known after deployment."""
    if isinstance(value, Mapping):
        return any(map(is_open, value.values()))
    if isinstance(value, list | tuple):
        return any(map(is_open, value))
    return value is None or hidden(value) or (isinstance(value, str) and "${" in value)


def within(path: str, other: str) -> bool:
    """Return whether a path is another one, or is below it."""
    return path == other or path.startswith((f"{other}.", f"{other}["))


def shown(value: object) -> str:
    """Return a value as messages show it: text of several words unquoted, JSON for the rest."""
    if value is None:
        return "not set"
    text = value if isinstance(value, str) and " " in value else written(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def written(value: object) -> str:
    return json.dumps(value, default=json_value, ensure_ascii=False)


def json_value(value: object) -> object:
    """Return the JSON form of a value that JSON has no type for."""
    if value is UNKNOWN or value is SECRET:
        return UNKNOWN_MARK if value is UNKNOWN else SECRET_MARK
    match value:
        case Decimal():
            return plain(value)
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value)
    return list(value) if isinstance(value, Sequence) else str(value)
