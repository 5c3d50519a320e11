"""Rule: a function that examines a resource or a stack and yields findings.

The function's name in kebab case is the rule's id; its keyword arguments are the rule's settings,
with their defaults. Inputs are read through `policies.engine.logic`, where a value that is known
only after deployment gives an `unknown` finding.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, Literal, NotRequired, TypedDict, Unpack

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding, without_secrets
from policies.engine.logic import InvalidInputError, UnknownInput
from policies.engine.selectors.tags import Tags
from policies.engine.settings import Setting, settings_of
from policies.engine.stack import Stack

Concern = Literal["security", "availability", "cost", "operations", "validity"]
Severity = Literal["critical", "high", "medium", "low"]
Settings = Mapping[str, Any]
# Returns the corrected inputs; None for a resource that should be removed.
Remedy = Callable[[Resource, Stack, Settings], Mapping[str, Any] | None]


class About(TypedDict):
    """Description of a rule, given to its decorator."""

    types: tuple[str, ...]  # Pulumi types that the rule examines
    concern: Concern
    severity: Severity
    title: str  # what is wrong, naming the service, as it reads beside a violation
    risk: str  # what can happen; one or two sentences
    fix: str  # change to make in the program
    fixes: NotRequired[Mapping[str, str]]  # type → fix, where it differs
    # Checkov and Prowler ids of checks with the same intent.
    same_intent_as: NotRequired[tuple[str, ...]]
    aws_docs: str  # page of AWS's documentation
    production: NotRequired[bool]  # only for profiles prod and regulated
    regulated: NotRequired[bool]  # only for the profile regulated
    # Ids of rules whose findings at the same place have the same cause, and the same change as fix.
    subsumes: NotRequired[tuple[str, ...]]
    settings: NotRequired[Mapping[str, str]]  # name → meaning; the function has the defaults
    remedy: NotRequired[Remedy]  # safe for the engine to apply (level remediate)
    manual_fix: NotRequired[Remedy]  # change to apply by hand; used to estimate its saving


@dataclass(frozen=True, slots=True)
class Rule:
    name: str  # id, "rds-deletion-protection"
    scope: Literal["resource", "stack"]  # needs one resource with its tags, or the whole stack
    look: Callable[[Stack, Settings], Iterator[Finding]]
    types: tuple[str, ...]
    concern: Concern
    severity: Severity
    title: str
    risk: str
    fix: str
    same_intent_as: tuple[str, ...]
    aws_docs: str
    production: bool = False
    regulated: bool = False
    subsumes: tuple[str, ...] = ()
    fixes: Mapping[str, str] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    remedy: Remedy | None = None
    manual_fix: Remedy | None = None

    def fix_of(self, finding: Finding) -> str:
        """Return the change to make for a finding, which depends on the resource's type."""
        return finding.fix or self.fixes.get(finding.resource.type, self.fix)

    def configured(self, given: Settings | None) -> Settings:
        """Return the given settings, with the defaults of the others."""
        defaults = {setting.name: setting.default for setting in self.settings}
        return {**defaults, **(given or {})}

    def check(self, stack: Stack, given: Settings | None = None) -> Iterator[Finding]:
        """Yield the rule's findings, with the given settings and the defaults of the others.

        No finding has the value of an input that the SDK marks as a secret.
        """
        yield from map(without_secrets, self.look(stack, self.configured(given)))


OfResource = Callable[Concatenate[Resource, ...], Iterator[Finding]]
OfTagged = Callable[Concatenate[Resource, Tags, ...], Iterator[Finding]]
InStack = Callable[Concatenate[Resource, Stack, ...], Iterator[Finding]]
OfStack = Callable[Concatenate[Stack, ...], Iterator[Finding]]


def resource_rule(**about: Unpack[About]) -> Callable[[OfResource], Rule]:
    """Make a rule of a function that examines the inputs of one resource."""

    def rule(function: OfResource) -> Rule:
        return of_each(function, "resource", about, lambda each, _, given: function(each, **given))

    return rule


def tagged_rule(**about: Unpack[About]) -> Callable[[OfTagged], Rule]:
    """Make a rule of a function that examines one resource and its tags."""

    def rule(function: OfTagged) -> Rule:
        return of_each(
            function,
            "resource",
            about,
            lambda each, stack, given: function(each, stack.tags(each), **given),
        )

    return rule


def stack_rule(**about: Unpack[About]) -> Callable[[InStack], Rule]:
    """Make a rule of a function that examines one resource and the stack around it."""

    def rule(function: InStack) -> Rule:
        return of_each(
            function, "stack", about, lambda each, stack, given: function(each, stack, **given)
        )

    return rule


def whole_stack_rule(**about: Unpack[About]) -> Callable[[OfStack], Rule]:
    """Make a rule of a function that examines the stack as a whole."""

    def rule(function: OfStack) -> Rule:
        def look(stack: Stack, given: Settings) -> Iterator[Finding]:
            return contained(stack, stack.whole, lambda: function(stack, **given))

        return made(function, "stack", look, about)

    return rule


def of_each(
    function: Callable[..., object],
    scope: Literal["resource", "stack"],
    about: About,
    examine: Callable[[Resource, Stack, Settings], Iterator[Finding]],
) -> Rule:
    def look(stack: Stack, given: Settings) -> Iterator[Finding]:
        for each in stack.of_type(*about["types"]):
            yield from contained(stack, each, lambda each=each: examine(each, stack, given))  # type: ignore[misc]

    return made(function, scope, look, about)


def contained(
    stack: Stack, resource: Resource, examine: Callable[[], Iterator[Finding]]
) -> Iterator[Finding]:
    """Yield findings; an unknown input or an error ends the rule for this resource only.

    An unknown finding of a resource with inputs of a wrong shape could not be checked.
    """
    try:
        for finding in examine():
            yield explained(finding, stack.misfits.get(finding.resource.urn))
    except UnknownInput as met:
        elsewhere = "" if met.resource.urn == resource.urn else f"{met.resource.name}: "
        finding = Finding(resource, f"{elsewhere}{met.path}", UNKNOWN, met.expected)
        yield explained(finding, stack.misfits.get(met.resource.urn))
    except InvalidInputError as error:
        yield Finding(resource, "", UNKNOWN, broken=str(error))
    except Exception as error:  # noqa: BLE001 (one rule's error must not stop another)
        yield Finding(resource, "", UNKNOWN, broken=f"{type(error).__name__}: {error}")


def explained(finding: Finding, misfit: str | None) -> Finding:
    if misfit is None or finding.decided or finding.broken:
        return finding
    return replace(finding, broken=misfit)


def made(
    function: Callable[..., object],
    scope: Literal["resource", "stack"],
    look: Callable[[Stack, Settings], Iterator[Finding]],
    about: About,
) -> Rule:
    return Rule(
        name=function.__name__.replace("_", "-"),
        scope=scope,
        look=look,
        types=about["types"],
        concern=about["concern"],
        severity=about["severity"],
        title=about["title"],
        risk=about["risk"],
        fix=about["fix"],
        same_intent_as=about.get("same_intent_as", ()),
        aws_docs=about["aws_docs"],
        production=about.get("production", False),
        regulated=about.get("regulated", False),
        subsumes=about.get("subsumes", ()),
        fixes=about.get("fixes", {}),
        settings=settings_of(function, about.get("settings", {})),
        remedy=about.get("remedy"),
        manual_fix=about.get("manual_fix"),
    )
