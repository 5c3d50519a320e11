"""Apply functions to values that contain outputs; what is unknown or secret stays so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from costing.graph.preview.declaration import inside
from costing.graph.preview.placeholder_values import MARK, Placeholders
from costing.graph.preview.values import Output, ResourceValue, outputs_in, plain
from costing.model import UNKNOWN

MOST_VALUES = 1_000_000  # values in the results of all references, 20 characters as one
TEXT = 20


class EvaluationError(Exception):
    """An invalid value; the message has problem and remedy."""


@dataclass(slots=True)
class Lifting:
    """Combination of values; `spent` counts the values copied so far."""

    placeholders: Placeholders
    spent: int = 0

    def count(self, value: Any) -> None:
        """Count a value's parts. Raise EvaluationError if references multiply it without limit."""
        pending = [value]
        while pending:
            each = pending.pop()
            self.spent += 1
            match each:
                case Output():
                    pending.append(each.value)
                case str():
                    self.spent += len(each) // TEXT
                case dict():
                    pending.extend(each.values())
                case list():
                    pending.extend(each)
            if self.spent > MOST_VALUES:
                raise EvaluationError(
                    f"references repeat more than {MOST_VALUES:,} values; use fewer references"
                )

    def apply(self, function: Callable[..., Any], *arguments: Any, exact: bool = True) -> Any:
        """Return the result of a function of plain values.

        `exact`: the function needs the texts themselves; its result is unknown if one of them
        contains a placeholder. Otherwise placeholders stay in the result's texts.
        """
        dependencies = self.dependencies(arguments)
        secret = any(each.secret for value in arguments for each in outputs_in(value))
        texts = [self.written(value) for value in arguments] if not exact else []
        if exact and not all(map(self.is_exact, arguments)):
            return Output(UNKNOWN, secret, dependencies)
        result = function(*(texts if not exact else map(plain, arguments)))
        self.count(result)
        if not dependencies and not secret:
            return result
        return Output(result, secret, dependencies)

    def dependencies(self, values: Iterable[Any]) -> tuple[str, ...]:
        """Return the URNs and output numbers that values depend on."""
        found: dict[str, None] = {}
        for value in values:
            found |= dict.fromkeys(inside(value))
            for text in texts_in(value):
                for each in self.placeholders.find(text) or ():
                    found[each.urn] = None
                    found[self.placeholders.mark(each.urn, each.property)] = None
        return tuple(found)

    def is_exact(self, value: Any) -> bool:
        """Return whether a value has no unknown part and no placeholder in its texts."""
        match value:
            case Output():
                return self.is_exact(value.value)
            case ResourceValue():
                return value.id is not None and self.is_exact(value.id)
            case str():
                return self.placeholders.find(value) is None
            case dict():
                return all(map(self.is_exact, value)) and all(map(self.is_exact, value.values()))
            case list():
                return all(map(self.is_exact, value))
        return value is not UNKNOWN

    def written(self, value: Any) -> Any:
        """Return a plain value with a placeholder for each unknown part."""
        match value:
            case Output(inner, _, dependencies):
                return self.unknown(dependencies) if inner is UNKNOWN else self.written(inner)
            case ResourceValue(urn, known):
                return self.unknown((urn,)) if known is UNKNOWN else plain(value)
            case dict():
                return {key: self.written(item) for key, item in value.items()}
            case list():
                return [self.written(item) for item in value]
        return self.unknown(()) if value is UNKNOWN else value

    def unknown(self, dependencies: Iterable[str]) -> str:
        """Return a placeholder for an unknown output with these dependencies."""
        marks = [self.placeholders.read(each) for each in dependencies if each.startswith(MARK)]
        for each in marks:
            if each.property:
                return self.placeholders.placeholder(each.urn, each.property)
        urns = [each for each in dependencies if not each.startswith(MARK)]
        return self.placeholders.placeholder(urns[0] if urns else "", "id" if urns else "value")


def texts_in(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield value
        case Output():
            yield from texts_in(value.value)
        case dict():
            for key, item in value.items():
                yield key
                yield from texts_in(item)
        case list():
            for item in value:
                yield from texts_in(item)


def joined(inner: Any, outer: Output) -> Output:
    """Return a part of an output as an output: also secret, with the same dependencies."""
    if isinstance(inner, Output):
        dependencies = tuple(dict.fromkeys((*outer.dependencies, *inner.dependencies)))
        return Output(inner.value, outer.secret or inner.secret, dependencies)
    return Output(inner, outer.secret, outer.dependencies)
