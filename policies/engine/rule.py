"""A Rule looks at a resource or at a stack and yields Findings.

A rule is a function; its name, in kebab case, names the rule, and its docstring says what must
hold and why. Its keyword arguments are the rule's settings, with their defaults. What it cannot
tell before deployment it says in findings of its own: `policies.engine.logic` sees to that.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, Literal, NotRequired, TypedDict, Unpack

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Undecided
from policies.engine.selectors.tags import Tags
from policies.engine.settings import Setting, settings_of
from policies.engine.stack import Stack

Concern = Literal["security", "availability", "cost", "operations"]
Severity = Literal["critical", "high", "medium", "low"]
Settings = Mapping[str, Any]
# Its inputs as the rule wants them; None for a resource that should not be there.
Remedy = Callable[[Resource, Stack, Settings], Mapping[str, Any] | None]


class About(TypedDict):
    """What a rule's function does not say itself."""

    types: tuple[str, ...]  # Pulumi types it looks at
    concern: Concern
    severity: Severity
    fix: str  # what to write in the program
    same_intent_as: tuple[str, ...]  # other tools' ids
    url: str
    production: NotRequired[bool]  # it asks for what only production needs, and pays for
    settings: NotRequired[Mapping[str, str]]  # name → meaning; the function has the defaults
    remedy: NotRequired[Remedy]  # safe: the engine may make the change by itself
    instead: NotRequired[Remedy]  # a change to make by hand, for what it saves


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    title: str
    scope: Literal["resource", "stack"]  # what it must see: a resource with its tags, or all
    look: Callable[[Stack, Settings], Iterator[Finding]]
    types: tuple[str, ...]
    concern: Concern
    severity: Severity
    fix: str
    same_intent_as: tuple[str, ...]
    url: str
    production: bool = False
    settings: tuple[Setting, ...] = ()
    remedy: Remedy | None = None
    instead: Remedy | None = None  # what a remedy would be, were it safe

    def stated(self, stated: Settings | None) -> Settings:
        """Return the settings that are stated, and the defaults of the others."""
        defaults = {setting.name: setting.default for setting in self.settings}
        return {**defaults, **(stated or {})}

    def check(self, stack: Stack, stated: Settings | None = None) -> Iterator[Finding]:
        """Yield what the rule finds, with the settings that are stated and the defaults."""
        yield from self.look(stack, self.stated(stated))


OfResource = Callable[Concatenate[Resource, ...], Iterator[Finding]]
OfTagged = Callable[Concatenate[Resource, Tags, ...], Iterator[Finding]]
InStack = Callable[Concatenate[Resource, Stack, ...], Iterator[Finding]]
OfStack = Callable[Concatenate[Stack, ...], Iterator[Finding]]


def resource_rule(**about: Unpack[About]) -> Callable[[OfResource], Rule]:
    """Make a rule of a function that looks at the inputs of one resource of the rule's types."""

    def rule(function: OfResource) -> Rule:
        return of_each(function, "resource", about, lambda each, _, given: function(each, **given))

    return rule


def tagged_rule(**about: Unpack[About]) -> Callable[[OfTagged], Rule]:
    """Make a rule of a function that looks at one resource and its tags."""

    def rule(function: OfTagged) -> Rule:
        return of_each(
            function,
            "resource",
            about,
            lambda each, stack, given: function(each, stack.tags(each), **given),
        )

    return rule


def stack_rule(**about: Unpack[About]) -> Callable[[InStack], Rule]:
    """Make a rule of a function that looks at one resource and at what it has to do with."""

    def rule(function: InStack) -> Rule:
        return of_each(
            function, "stack", about, lambda each, stack, given: function(each, stack, **given)
        )

    return rule


def whole_stack_rule(**about: Unpack[About]) -> Callable[[OfStack], Rule]:
    """Make a rule of a function that looks for what a stack as a whole must have."""

    def rule(function: OfStack) -> Rule:
        def look(stack: Stack, given: Settings) -> Iterator[Finding]:
            return guarded(stack.whole, lambda: function(stack, **given))

        return made(function, "stack", look, about)

    return rule


def of_each(
    function: Callable[..., object],
    scope: Literal["resource", "stack"],
    about: About,
    ask: Callable[[Resource, Stack, Settings], Iterator[Finding]],
) -> Rule:
    def look(stack: Stack, given: Settings) -> Iterator[Finding]:
        for each in stack.of_type(*about["types"]):
            yield from guarded(each, lambda each=each: ask(each, stack, given))  # type: ignore[misc]

    return made(function, scope, look, about)


def guarded(resource: Resource, ask: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a rule finds; an unknown or an error in it ends it for this resource only."""
    try:
        yield from ask()
    except Undecided as met:
        elsewhere = "" if met.resource.urn == resource.urn else f"{met.resource.name}: "
        yield Finding(resource, f"{elsewhere}{met.path}", UNKNOWN, met.wanted)
    except Exception as error:  # noqa: BLE001 (one rule's error must not stop another)
        yield Finding(resource, "", UNKNOWN, broken=f"{type(error).__name__}: {error}")


def made(
    function: Callable[..., object],
    scope: Literal["resource", "stack"],
    look: Callable[[Stack, Settings], Iterator[Finding]],
    about: About,
) -> Rule:
    return Rule(
        name=function.__name__.replace("_", "-"),
        title=" ".join((inspect.getdoc(function) or "").split()),
        scope=scope,
        look=look,
        types=about["types"],
        concern=about["concern"],
        severity=about["severity"],
        fix=about["fix"],
        same_intent_as=about["same_intent_as"],
        url=about["url"],
        production=about.get("production", False),
        settings=settings_of(function, about.get("settings", {})),
        remedy=about.get("remedy"),
        instead=about.get("instead"),
    )
