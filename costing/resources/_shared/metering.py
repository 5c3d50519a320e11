"""Charges that a cost model cannot meter, kept beside those that it can.

A method or function of a cost model that yields a part of a resource's charges names them in
`@charges(...)`. Where it fails, what it has yielded is kept, the charges that are left become
an Unmetered, and the other parts of the model go on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from costing.errors import CostingError, InputError
from costing.model import Meter

P = ParamSpec("P")
Count = TypeVar("Count")
REPORT = "report it with the inputs of this resource"
NOT_A_NUMBER = "its inputs result in a quantity that is not a number"


@dataclass(frozen=True, slots=True)
class Unmetered:
    """Charges that could not be metered, and why."""

    charge: str | None  # their names, with commas; None for all that the resource has
    reason: str
    path: str | None = None  # of the input at fault
    fix: str | None = None
    group: str | None = None  # the part of the resource, "rootBlockDevice"
    example: Meter | None = None  # the charge if its condition is true, or of one instance
    example_is: Literal["if charged", "each"] = "if charged"
    usage: str | None = None  # usage key that closes the gap, beside those of `usage_for`
    is_declared: bool = False  # the cost model lists it in `left_out`, whatever usage gives


Metering = Meter | Unmetered
Assumed = tuple[Decimal, str | None]  # a count, and what of it is assumed
SINGLE: Assumed = (Decimal(1), None)


def charges(
    *names: str,
) -> Callable[[Callable[P, Iterable[Metering]]], Callable[P, Iterator[Metering]]]:
    """Let a part of a cost model fail by itself; `names` begin the names of its meters."""

    def decorate(part: Callable[P, Iterable[Metering]]) -> Callable[P, Iterator[Metering]]:
        @wraps(part)
        def separate(*args: P.args, **kwargs: P.kwargs) -> Iterator[Metering]:
            found: list[Metering] = []
            try:
                for each in part(*args, **kwargs):
                    found.append(each)  # noqa: PERF402 (what was yielded before an error is kept)
            except Exception as error:  # noqa: BLE001 (a fault in one part stays there)
                found.append(unmetered(error, left(names, found)))
            return iter(found)

        return separate

    return decorate


def left(names: Sequence[str], found: Sequence[Metering]) -> str | None:
    """Return the names of the charges that were not yet yielded."""
    yielded = [each.name for each in found if isinstance(each, Meter)]
    rest = [name for name in names if not any(each.startswith(name) for each in yielded)]
    return ", ".join(rest or names) or None


def unmetered(error: Exception, charge: str | None) -> Unmetered:
    """Return the gap that an error leaves. An unexpected one is a fault of the cost model."""
    match error:
        case InputError():
            return Unmetered(charge, str(error), error.path, error.fix)
        case CostingError():
            return Unmetered(charge, str(error))
        case ArithmeticError():
            return Unmetered(charge, NOT_A_NUMBER)
    said = f"{type(error).__name__}: {error}".removesuffix(": ")
    return Unmetered(charge, f"internal error of the cost model ({said:.200})", None, REPORT)


def only_if(condition: Callable[[], bool], *meters: Meter) -> Iterator[Metering]:
    """Yield the meters if the condition is true; if it is unknown, yield them as examples."""
    try:
        holds = condition()
    except Exception as error:  # noqa: BLE001 (as in `charges`)
        yield from examples(meters, error, "if charged")
    else:
        if holds:
            yield from meters


def by_count(
    count: Callable[[], Count], metered: Callable[[Count], Iterable[Metering]], one: Count
) -> Iterator[Metering]:
    """Yield the charges of `count` instances; if the count is unknown, those of one as examples."""
    try:
        number = count()
    except InputError as error:
        yield from examples(metered(one), error, "each")
    else:
        yield from metered(number)


def examples(
    metered: Iterable[Metering], error: Exception, example_is: Literal["if charged", "each"]
) -> Iterator[Metering]:
    """Yield meters as charges that an unknown input leaves open."""
    for each in metered:
        if isinstance(each, Meter):
            left_open = unmetered(error, each.name)
            yield replace(left_open, group=each.group, example=each, example_is=example_is)
        else:
            yield each


def in_group(metered: Iterable[Metering], group: str | None) -> Iterator[Metering]:
    """Put meters into a part of the resource, before the part that they name themselves."""
    if group is None:
        yield from metered
        return
    for each in metered:
        yield replace(each, group=f"{group}.{each.group}" if each.group else group)


def changed(metered: Iterable[Metering], change: Callable[[Meter], Meter]) -> Iterator[Metering]:
    """Change each meter; pass on what could not be metered."""
    for each in metered:
        yield change(each) if isinstance(each, Meter) else each
