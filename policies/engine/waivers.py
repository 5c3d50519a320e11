"""Waivers: accepted violations with reason, owner and expiry date.

A waived finding stays in the report. From its expiry date on the waiver has no effect.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from costing.errors import FileError, nearest
from costing.files import yaml_file
from costing.files.document import Document
from costing.files.validation import validated
from costing.graph.resource import Resource
from policies.engine.errors import WaiverError
from policies.engine.former_ids import current_id
from policies.engine.rule import Rule

SOON = timedelta(days=14)


class Waiver(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: str = Field(min_length=1)
    resource: str = Field(min_length=1)  # name, URN, or a pattern of either
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    expires: date

    def covers(self, rule: Rule, resource: Resource) -> bool:
        return self.rule == rule.name and self.names(resource)

    def names(self, resource: Resource) -> bool:
        return any(
            called == self.resource or fnmatchcase(called, self.resource)
            for called in (resource.urn, resource.name)
        )

    def expired(self, today: date) -> bool:
        return self.expires <= today

    def expires_soon(self, today: date) -> bool:
        return today < self.expires <= today + SOON

    def __str__(self) -> str:
        return f"{self.rule} on {self.resource}"


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver with its validity today."""

    waiver: Waiver
    expired: bool
    expires_soon: bool

    def __str__(self) -> str:
        until = "expired" if self.expired else "waived until"
        return f"{until} {self.waiver.expires} by {self.waiver.owner}: {self.waiver.reason}"


def waived(waivers: Iterable[Waiver], rule: Rule, resource: Resource, today: date) -> Waived | None:
    """Return the waiver that covers a finding: the one that expires last."""
    covering = [each for each in waivers if each.covers(rule, resource)]
    if not covering:
        return None
    longest = max(covering, key=lambda each: each.expires)
    return Waived(longest, longest.expired(today), longest.expires_soon(today))


def read(path: Path) -> tuple[Waiver, ...]:
    """Read a waiver file. Raises FileError."""
    return listed(yaml_file.read(path))


def listed(document: Document) -> tuple[Waiver, ...]:
    if document.value is None:
        return ()
    if not isinstance(document.value, list):
        fields = ", ".join(Waiver.model_fields)
        raise FileError(f"{document.at()}: not a list; write one item a waiver, with {fields}")
    return tuple(current(document, index) for index in range(len(document.value)))


def current(document: Document, index: int) -> Waiver:
    """Return a waiver under the current id of its rule."""
    waiver = validated(Waiver, document, index)
    return waiver.model_copy(update={"rule": current_id(waiver.rule, document.at(index))})


def fit(waivers: Iterable[Waiver], rules: Collection[Rule]) -> None:
    """Raise WaiverError for a waiver with an unknown rule."""
    names = [rule.name for rule in rules]
    for waiver in waivers:
        if waiver.rule not in names:
            raise WaiverError(f"waiver for {waiver}: unknown rule{nearest(waiver.rule, names)}")


def stale(
    waivers: Iterable[Waiver],
    found: Collection[tuple[Rule, Resource]],
    selected: Collection[Rule],
) -> None:
    """Raise WaiverError for waivers without a finding among the rules that ran."""
    names = {rule.name for rule in selected}
    left = [
        each
        for each in waivers
        if each.rule in names and not any(each.covers(*finding) for finding in found)
    ]
    if left:
        listed = ", ".join(str(each) for each in left)
        raise WaiverError(f"waivers match no finding; remove them: {listed}")
