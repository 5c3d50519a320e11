"""Generate or update a usage file: the usage keys of a stack as comments with example values.

An existing file keeps its lines; missing keys are added as comments, and a comment is added above
entries without a matching resource.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costing.errors import FileError, UsageError
from costing.files.yaml_file import parsed
from costing.graph.resource import Graph, Resource
from costing.model import Source
from costing.resources import PRICED
from costing.usage.effects import Effect, Effects
from costing.usage.file import UNMATCHED, is_pattern, labels, resources_named
from costing.usage.layout import RESOURCES, STEP, Entry, Layout, opened, spliced, yaml_key

MINIMAL = 10  # keys of a file with --minimal
FURTHER = "# Further keys, to be written inside the braces above:"
LONGEST_KEY = 1000  # characters; YAML wants a question mark before a key of more than 1,024
SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a surrogate pair, which cannot be encoded
HEAD = """\
# Usage of stack {stack}, project {project}: quantities that the program does not contain.
# Written by: {command}
#
# To use a key, remove the "# " before it and replace its value. The values are examples of a
# typical size, the same for every stack: they are assumptions, not measurements of this stack.
# A value may be a range: {{low: 100, mid: 300, high: 900}}. GB-months are the GB stored, averaged
# over the month. Keys with dots may be nested: standard.storage_gb is storage_gb below standard.
# {order}
version: 1
resources:
"""
ALL = "The most expensive resources come first, and of each the keys that change the bill most."
FEW = """\
Of all keys, these {count} change the bill most if their example values are assumed.
# Without --minimal the file has all keys."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Usage keys of a resource, each with its comment line."""

    resource: Resource
    lines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    text: str
    keys: int  # added as comments
    unmatched: int  # entries without a matching resource


def suggested(effects: Iterable[Effects]) -> list[Suggestion]:
    """Return all keys in the order of `effects`."""
    return [
        Suggestion(each.resource, {effect.key.name: comment(effect) for effect in each.keys})
        for each in effects
    ]


def most_effective(effects: Iterable[Effects], count: int = MINIMAL) -> list[Suggestion]:
    """Return the keys with the largest effect on the bill, with amounts, by resource."""
    every = [(effect, each.resource) for each in effects for effect in each.keys if effect.change]
    best = sorted(every, key=lambda each: (each[0].rank, each[1].urn, each[0].key.name))[:count]
    found: dict[str, tuple[Resource, dict[str, str]]] = {}
    for effect, resource in best:
        lines = found.setdefault(resource.urn, (resource, {}))[1]
        lines[effect.key.name] = f"{comment(effect)} {amount(effect)}"
    return [Suggestion(resource, lines) for resource, lines in found.values()]


def comment(effect: Effect) -> str:
    key = effect.key
    about = f"{key.description}. Unit: {key.unit}. Default: {key.default}."
    beside = f" Do not set it beside {key.instead_of}." if key.instead_of else ""
    return f"# {key.name}: {key.example}  # example. {about}{beside}"


def amount(effect: Effect) -> str:
    usd = f"${effect.change:,.2f} a month"
    if effect.is_priced:
        return f"{usd} of the estimate depend on it."
    return f"Changes the bill by {usd} at this value."


def head(source: Source, command: str, suggestions: Sequence[Suggestion], *, minimal: bool) -> str:
    count = sum(len(each.lines) for each in suggestions)
    names = {"stack": source.stack, "project": source.project, "command": command}
    shown = {key: "".join(filter(str.isprintable, value)) for key, value in names.items()}
    return HEAD.format(**shown, order=FEW.format(count=count) if minimal else ALL)


def merged(
    text: str, name: str, graph: Graph, suggestions: Sequence[Suggestion], *, shared: bool = False
) -> Merged:
    """Return the text of a usage file with missing keys added; a second run adds nothing.

    `name`: name of the file in messages. Unmatched entries of a `shared` file get no comment.
    Raise FileError for invalid YAML, UsageError if lines cannot be added.
    """
    priced = [each for each in graph.resources if each.type in PRICED]
    found = opened(text, name)
    owners = {entry.key: resources_named(entry.key, priced) for entry in found.entries}
    unmatched = [] if shared else [each for each in found.entries if not owners[each.key]]
    added, count = additions(found, suggestions, owners, unique_labels(priced))
    for entry in unmatched:
        if found.above(entry) != UNMATCHED:
            added[entry.first].append(f"{' ' * entry.indent}{UNMATCHED}")
    matched = (each for each in found.entries if owners[each.key])
    dropped = {each.first - 1 for each in matched if found.above(each) == UNMATCHED}
    result = spliced(found.lines, added, dropped)
    check(found.value, result, name)
    return Merged(result, count, len(unmatched))


def unique_labels(priced: Sequence[Resource]) -> Mapping[str, str]:
    """Return a unique name of each resource by URN: TYPE::NAME, or the URN if ambiguous."""
    counts = Counter(label for each in priced for label in {*labels(each)})
    return {
        each.urn: SURROGATE.sub("*", next(filter(lambda label: counts[label] == 1, full), each.urn))
        for each in priced
        for full in [labels(each)[1:]]
    }


def additions(
    found: Layout,
    suggestions: Sequence[Suggestion],
    owners: Mapping[str, Sequence[Resource]],
    names: Mapping[str, str],
) -> tuple[dict[int, list[str]], int]:
    """Return the lines to add, by the line number they go before, and the number of keys."""
    added: dict[int, list[str]] = defaultdict(list)
    known = {entry.key: found.suggested(entry) for entry in found.entries}
    new: list[str] = []
    count = 0
    for suggestion in suggestions:
        resource = suggestion.resource
        own = [each for each in found.entries if is_exact(each.key, resource, owners)]
        there = {key for each in own for key in known[each.key]}
        lines = {key: line for key, line in suggestion.lines.items() if key not in there}
        count += len(lines)
        if own and lines:
            entry = next((each for each in own if each.inner is not None), own[0])
            known[entry.key] |= lines.keys()
            added[entry.after] += below(found, entry, lines.values())
        elif lines:
            new += new_entry(names[resource.urn], lines.values(), found.indent)
    if new and found.resources:
        added[found.last] += new
    elif new:
        added[found.end] += [f"{RESOURCES}:", *new]
    return added, count


def is_exact(key: str, resource: Resource, owners: Mapping[str, Sequence[Resource]]) -> bool:
    return not is_pattern(key, resource) and resource in owners[key]


def below(found: Layout, entry: Entry, lines: Iterable[str]) -> Iterator[str]:
    """Yield comment lines for an entry: nested, or below a value in braces."""
    if entry.inner is None and FURTHER not in found.text_of(entry):
        yield f"{' ' * (entry.indent + STEP)}{FURTHER}"
    indent = entry.indent + STEP if entry.inner is None else entry.inner
    yield from (f"{' ' * indent}{line}" for line in lines)


def new_entry(label: str, lines: Iterable[str], indent: int) -> Iterator[str]:
    key, before = yaml_key(label), " " * indent
    yield from [f"{before}? {key}", f"{before}:"] if len(key) > LONGEST_KEY else [f"{before}{key}:"]
    yield from (f"{before}{' ' * STEP}{line}" for line in lines)


def check(was: Mapping[str, Any], text: str, name: str) -> None:
    """Raise UsageError if an existing value would change, such as a multi-line text."""
    try:
        now = parsed(text, name).value or {}
    except FileError:
        now = None
    if now is None or with_added(was, now) != with_added(now, now):
        raise UsageError(
            f"{name}: keys cannot be added to the layout of this file; "
            "write to another file: --out FILE"
        )


def with_added(file: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file with the empty entries that only `other` has."""
    resources = file.get(RESOURCES) or {}
    added = {key: None for key in other.get(RESOURCES) or {} if key not in resources}
    return {**file, RESOURCES: {**resources, **added}}
