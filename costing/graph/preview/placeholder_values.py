"""Values handed to the program in place of values that are known only after deployment.

By default an unknown text output is a stand-in, `<plimsoll:7>`: the SDK's own functions (concat,
format, json_dumps) put it into longer texts, and the program's callbacks do not run on it
(child_unknowns.py). It names its resource and output, so a text's known parts stay readable.

With assumed ids the program gets ids, ARNs and names that look real. Two ways lead back from an
input to the outputs in it. The SDK carries marks along with every output that it computes from
another, as if they were URNs it depends on: they name the resource and the output even where a
value was cut or hashed. A text without an output around it is recognised by its digits.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from costing.graph.resource import LookedUp, Reference

ACCOUNT = "839047261548"  # stands for the account's id, which only AWS knows
NETWORK = "198.18."  # for addresses of a network that was looked up (RFC 2544: used by nobody)
MARK = "plimsoll:"
KNOWN = ""  # as the output's name in a mark: this output was known
SHORTEST = 8  # digits in a row by which one is known again
DIGITS = re.compile(rf"[0-9a-f]{{{SHORTEST},}}")
# An SDK's unknown that became part of a text.
JUNK = "<pulumi.output.Unknown object"
STAND_IN = re.compile(rf"<{MARK}(\d+)>")


def digits(*what: str, length: int) -> str:
    """Return hexadecimal digits that are always the same for the same thing."""
    return hashlib.sha256("#".join(what).encode()).hexdigest()[:length]


@dataclass(slots=True)
class Handed:
    """All that was made up in one run; `None` for a reference where no resource stands behind."""

    assume_ids: bool = False  # the program gets ids that look real, and its callbacks run on them
    exact: dict[str, Reference | None] = field(default_factory=dict)
    cores: dict[str, Reference | None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # core → what it stands for
    asked: dict[str, LookedUp] = field(default_factory=dict)  # by answer, in lower case
    pieces: dict[str, str] = field(default_factory=dict)  # part of a core → the core
    texts: set[str] = field(default_factory=lambda: {JUNK})  # known as a whole
    marks: list[Reference] = field(default_factory=list)
    numbers: dict[Reference, int] = field(default_factory=dict)  # of the marks
    identified: set[str] = field(default_factory=set)  # URNs whose id was made up
    secrets: set[str] = field(default_factory=set)
    # URN → outputs, of resources that the program read back by their URN, without marks.
    read_back: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.remember(ACCOUNT, ACCOUNT, None, "getCallerIdentity.accountId")

    def remember(self, text: str, core: str, reference: Reference | None, label: str = "") -> str:
        """Return `text`, which is known again by `core`, the digits in it."""
        self.exact[text.lower()] = reference
        self.cores[core] = reference
        self.labels[core] = label or (named(reference) if reference else "unknown")
        for start in range(len(core) - SHORTEST + 1):
            self.pieces.setdefault(core[start : start + SHORTEST], core)
        return text

    def stand_in(self, urn: str, output: str) -> str:
        """Return the text that stands for an unknown output; `urn` is empty for a lookup's."""
        return f"<{self.mark(urn, output)}>"

    def hidden(self, reference: Reference) -> str:
        """Return the text that stands for an output that exists and is secret."""
        if not self.assume_ids:
            return self.stand_in(reference.urn, reference.property)
        text = f"secret-{digits(reference.urn, reference.property, length=12)}"
        self.secrets.add(text)
        return text

    def stand_ins(self, text: str) -> list[Reference]:
        """Return the outputs whose stand-ins a text holds."""
        if MARK not in text:
            return []
        numbers = map(int, STAND_IN.findall(text))
        return [self.marks[number] for number in numbers if number < len(self.marks)]

    def is_stand_in(self, text: object) -> bool:
        """Tell whether a text is nothing but a stand-in."""
        return isinstance(text, str) and STAND_IN.fullmatch(text) is not None

    def find(self, text: str) -> list[Reference] | None:
        """Return the references of what was made up in a text; None if nothing was."""
        lower = text.lower()
        if lower in self.exact:
            reference = self.exact[lower]
            return [reference] if reference else []
        found = [*self.stand_ins(text), *(self.cores[core] for core in self.cores_in(lower))]
        if not found and not any(each in text for each in self.texts):
            return None
        return list(dict.fromkeys(each for each in found if each and each.urn))

    def lookups(self, text: str) -> list[Reference]:
        """Return what lookups answered of a text, as references without a resource."""
        cores = [core for core in self.cores_in(text.lower()) if self.cores[core] is None]
        unknown = (each for each in self.stand_ins(text) if not each.urn)
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
        """Return a resource's name with what it stands for in the place of what was made up."""
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
        return STAND_IN.sub(lambda found: f"[{named(self.marks[int(found[1])])}]", name)

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
        """Return the outputs, not known before deploying, that an output's value is made of.

        An output that carries a resource's URN and no mark of it is made of the resource's id.
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
