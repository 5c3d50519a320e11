"""Placeholders that the program receives for values that are known only after deployment.

By default an unknown text output is a placeholder with the output's number, `<plimsoll:7>`. The
SDK's functions (concat, format, json_dumps) put it into longer texts; the program's callbacks do
not run with it (child_unknowns.py).

With assumed ids the program receives ids, ARNs and names in AWS's formats. The outputs in an
input are then found in two ways. The SDK passes output numbers along with every output that it
computes from another, as if they were URNs of dependencies: they identify the output even if a
value was truncated or hashed. A text without an output is recognized by its digits.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from costing.graph.resource import Lookup, Reference

ACCOUNT = "839047261548"  # placeholder for the account's id
NETWORK = "198.18."  # placeholder for addresses of a network that was looked up (RFC 2544)
MARK = "plimsoll:"
KNOWN = ""  # in place of an output's name: the output was known
SHORTEST = 8  # digits in a row that identify a placeholder
DIGITS = re.compile(rf"[0-9a-f]{{{SHORTEST},}}")
# Text of an SDK's unknown value in a longer text.
JUNK = "<pulumi.output.Unknown object"
PLACEHOLDER = re.compile(rf"<{MARK}(\d+)>")


def digits(*what: str, length: int) -> str:
    """Return hexadecimal digits derived from texts: the same for the same texts."""
    return hashlib.sha256("#".join(what).encode()).hexdigest()[:length]


@dataclass(slots=True)
class Placeholders:
    """Placeholders of one run. The reference of a placeholder for a lookup's result is None."""

    assume_ids: bool = False  # generate ids in AWS's formats, so that callbacks run
    exact: dict[str, Reference | None] = field(default_factory=dict)
    cores: dict[str, Reference | None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # core → description
    looked_up: dict[str, Lookup] = field(default_factory=dict)  # by placeholder
    pieces: dict[str, str] = field(default_factory=dict)  # part of a core → the core
    texts: set[str] = field(default_factory=lambda: {JUNK})  # placeholders without digits
    marks: list[Reference] = field(default_factory=list)
    numbers: dict[Reference, int] = field(default_factory=dict)  # index in `marks`
    identified: set[str] = field(default_factory=set)  # URNs with a generated id
    secrets: set[str] = field(default_factory=set)
    # Outputs by URN, of resources that the program retrieved by their URN, without numbers.
    read_back: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.remember(ACCOUNT, ACCOUNT, None, "getCallerIdentity.accountId")

    def remember(self, text: str, core: str, reference: Reference | None, label: str = "") -> str:
        """Register and return `text`, a placeholder identified by `core`, the digits in it."""
        self.exact[text.lower()] = reference
        self.cores[core] = reference
        self.labels[core] = label or (named(reference) if reference else "unknown")
        for start in range(len(core) - SHORTEST + 1):
            self.pieces.setdefault(core[start : start + SHORTEST], core)
        return text

    def of_lookup(self, text: str, core: str, label: str, lookup: Lookup) -> str:
        """Register and return `text`, the placeholder of a lookup's result."""
        self.looked_up[text.lower()] = lookup
        return self.remember(text, core, None, label)

    def lookup_of(self, text: str) -> Lookup | None:
        """Return the lookup whose result a text is; None for other text."""
        return self.looked_up.get(text.lower())

    def placeholder(self, urn: str, output: str) -> str:
        """Return the placeholder of an unknown output; `urn` is empty for a lookup."""
        return f"<{self.mark(urn, output)}>"

    def hidden(self, reference: Reference) -> str:
        """Return the placeholder of a known, secret output."""
        if not self.assume_ids:
            return self.placeholder(reference.urn, reference.property)
        text = f"secret-{digits(reference.urn, reference.property, length=12)}"
        self.secrets.add(text)
        return text

    def outputs_in_text(self, text: str) -> list[Reference]:
        """Return the outputs whose placeholders a text contains."""
        if MARK not in text:
            return []
        numbers = map(int, PLACEHOLDER.findall(text))
        return [self.marks[number] for number in numbers if number < len(self.marks)]

    def is_placeholder(self, text: object) -> bool:
        """Return whether a text consists of one placeholder."""
        return isinstance(text, str) and PLACEHOLDER.fullmatch(text) is not None

    def find(self, text: str) -> list[Reference] | None:
        """Return the references of the placeholders in a text; None if it has no placeholder."""
        lower = text.lower()
        if lower in self.exact:
            reference = self.exact[lower]
            return [reference] if reference else []
        found = [*self.outputs_in_text(text), *(self.cores[core] for core in self.cores_in(lower))]
        if not found and not any(each in text for each in self.texts):
            return None
        return list(dict.fromkeys(each for each in found if each and each.urn))

    def lookups(self, text: str) -> list[Reference]:
        """Return the results of lookups in a text, as references without a resource."""
        cores = [core for core in self.cores_in(text.lower()) if self.cores[core] is None]
        unknown = (each for each in self.outputs_in_text(text) if not each.urn)
        labels = [*(self.labels[core] for core in cores), *(each.property for each in unknown)]
        return [Reference("", label) for label in dict.fromkeys(labels)]

    def cores_in(self, lower: str) -> Iterator[str]:
        for run in DIGITS.findall(lower):
            if run in self.cores:
                yield run
                continue
            for start in range(len(run) - SHORTEST + 1):
                core = self.pieces.get(run[start : start + SHORTEST])
                if core:
                    yield core

    def masked(self, name: str) -> str:
        """Return a resource's name with descriptions in place of placeholders."""
        if self.find(name) is None:
            return name
        for made in (made for made in self.exact if made in name.lower()):
            (core, *_) = [*self.cores_in(made), ACCOUNT]
            name = replaced(name, made, f"[{self.labels[core]}]")
        for run in DIGITS.findall(name.lower()):
            for core in self.cores_in(run):
                name = replaced(name, run, f"[{self.labels[core]}]")
        for text in self.texts:
            name = replaced(name, text, "[unknown]")
        return PLACEHOLDER.sub(lambda found: f"[{named(self.marks[int(found[1])])}]", name)

    def is_secret(self, text: str) -> bool:
        return any(
            each == text or (len(each) >= SHORTEST and each in text) for each in self.secrets
        )

    def mark(self, urn: str, output: str = KNOWN) -> str:
        reference = Reference(urn, output)
        number = self.numbers.get(reference)
        if number is None:
            number = self.numbers[reference] = len(self.marks)
            self.marks.append(reference)
        return f"{MARK}{number}"

    def read(self, mark: str) -> Reference:
        return self.marks[int(mark.removeprefix(MARK))]

    def made_of(self, dependencies: Iterable[str], *, known: bool) -> list[Reference]:
        """Return the unknown outputs that an output's value is computed from.

        A URN without a number of the same resource represents the resource's id.
        """
        marks = [self.read(each) for each in dependencies if each.startswith(MARK)]
        accounted = {mark.urn for mark in marks}
        found = [mark for mark in marks if mark.property != KNOWN]
        for urn in dependencies:
            if urn in accounted or urn.startswith(MARK):
                continue
            if urn in self.identified:
                found.append(Reference(urn, "id"))
            elif not known:
                found.append(Reference(urn, ""))
        return sorted(set(found), key=lambda each: (each.urn, each.property))


def replaced(text: str, made: str, by: str) -> str:
    return by.join(re.split(re.escape(made), text, flags=re.IGNORECASE))


def named(reference: Reference) -> str:
    if not reference.urn:
        return reference.property
    return f"{reference.urn.rpartition('::')[2]}.{reference.property}"


def without_marks(urns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({urn for urn in urns if not urn.startswith(MARK)}))
