"""Rules as CrossGuard policies.

A resource policy receives the inputs of one resource. A stack policy receives all resources with
their outputs, most of which are unknown in a preview. So the inputs are kept as they pass, and
stack rules get both: those inputs, and the dependencies of each input.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from costing.errors import FileError
from costing.files.document import Document
from costing.graph.resource import Graph, Resource
from costing.graph.schema.normal_form import normal_form
from costing.graph.schema.tokens import canonical
from costing.model import Estimate, Source
from policies.crossguard.config import WAIVERS, WAIVERS_SCHEMA
from policies.crossguard.resources import in_stack, of_provider, of_request
from policies.crossguard.typed_policies import READING, Current, TypedResourcePolicy
from policies.engine import settings
from policies.engine import waivers as waiving
from policies.engine.errors import PolicyError, WaiverError
from policies.engine.finding import Finding
from policies.engine.profiles import PROFILE, level
from policies.engine.rule import Rule, Settings
from policies.engine.stack import Stack
from policies.engine.waivers import Waived, Waiver

ENGINE = Source("preview", project="", stack="")
INPUTS = "inputs-for-stack-rules"
NOT_BLOCKING = "unknown-and-waived"


@dataclass(slots=True)
class Session:
    """Inputs received in one run, and the findings to list at its end."""

    today: Callable[[], date] = date.today
    inputs: dict[str, Resource] = field(default_factory=dict)  # by URN
    providers: dict[str, Resource] = field(default_factory=dict)  # by URN
    listed: dict[tuple[str, str, str], str] = field(default_factory=dict)
    unresolved: dict[str, tuple[Rule, Settings]] = field(default_factory=dict)  # by rule
    unknown: set[tuple[str, str, str]] = field(default_factory=set)  # keys of `listed`
    stack: tuple[object, Stack] | None = None  # with its key
    current: Current = field(default_factory=Current)

    def report_findings(
        self,
        rule: Rule,
        stack: Stack,
        config: Mapping[str, Any],
        report: ReportViolation,
    ) -> None:
        """Report violations; keep waived and unknown findings for the end of the run."""
        try:
            specified, waivers = configured(rule, config)
        except PolicyError as error:
            report(str(error), None)
            return
        for finding in rule.check(stack, specified):
            waived = waiving.waived(waivers, rule, finding.resource, self.today())
            if not finding.decided and rule.scope == "resource":
                self.unresolved[rule.name] = rule, specified
            if finding.broken and not waived:
                report(finding.message, finding.resource.urn)
                continue
            if not finding.decided or (waived and not waived.expired):
                self.keep(rule, finding, waived)
                continue
            note = f" ({waived})" if waived else ""
            report(f"{finding.message}{note}; fix: {rule.fix_of(finding)}", finding.resource.urn)

    def keep(self, rule: Rule, finding: Finding, waived: Waived | None) -> None:
        note = f" ({waived})" if waived else ""
        soon = ", within 14 days" if waived and waived.expires_soon else ""
        text = f"{rule.name} ({rule.severity}): {finding.message}{note}{soon}"
        key = place(rule, finding)
        self.listed[key] = text
        (self.unknown.discard if finding.decided else self.unknown.add)(key)

    def settle(self, resources: Sequence[PolicyResource]) -> None:
        """Run rules with unknown findings again, now that the dependencies of inputs are known."""
        for rule, specified in self.unresolved.values():
            found = {
                place(rule, each): each for each in rule.check(self.whole(resources), specified)
            }
            for kept in [each for each in self.listed if each[1] == rule.name]:
                if kept not in found:
                    del self.listed[kept]
                elif found[kept].decided and kept in self.unknown:
                    self.keep(rule, found[kept], None)
        self.unresolved.clear()

    def whole(self, resources: Sequence[PolicyResource]) -> Stack:
        """Return the stack, made once for all stack rules of a run."""
        key = (len(self.inputs), tuple(each.urn for each in resources))
        if self.stack is None or self.stack[0] != key:
            made = [in_stack(each, self.inputs) for each in resources]
            known = {each.urn for each in made}
            others = [each for urn, each in self.providers.items() if urn not in known]
            self.stack = (key, stack_of([*made, *others]))
        return self.stack[1]


def policies_of(rules: Collection[Rule], today: Callable[[], date] = date.today) -> list[Policy]:
    """Return one policy for each rule, between one that keeps inputs and one that lists findings.

    The last one lists unknown and waived findings and blocks nothing. Rules that examine a single
    resource run again there, because the dependencies of its inputs are known by then.
    """
    session = Session(today)
    return [
        ResourceValidationPolicy(
            name=INPUTS,
            description="Collects resource inputs for the rules that examine the whole stack.",
            validate=lambda args, _: remember(session, args),
            enforcement_level=EnforcementLevel.ADVISORY,
        ),
        *(policy_of(rule, session) for rule in rules),
        StackValidationPolicy(
            name=NOT_BLOCKING,
            description="Lists unknown and waived findings of the rules.",
            validate=lambda args, report: list_kept(session, args, report),
            enforcement_level=EnforcementLevel.ADVISORY,
        ),
    ]


def remember(session: Session, args: ResourceValidationArgs) -> None:
    READING.forget()  # of the request before this one
    session.current.kind = canonical(args.resource_type)
    resource = of_request(args)
    session.inputs[resource.urn] = resource
    if args.provider:
        session.providers[args.provider.urn] = of_provider(args.provider)


def place(rule: Rule, finding: Finding) -> tuple[str, str, str]:
    return finding.resource.urn, rule.name, finding.path


def list_kept(session: Session, args: StackValidationArgs, report: ReportViolation) -> None:
    session.settle(args.resources)
    for (urn, _, _), text in sorted(session.listed.items()):
        report(text, urn)
    session.listed.clear()
    session.stack = None
    READING.forget()


def policy_of(rule: Rule, session: Session) -> Policy:
    def of_resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
        # The type is compared first, because reading inputs is slow.
        if canonical(args.resource_type) in rule.types:
            provider = [of_provider(args.provider)] if args.provider else []
            stack = stack_of([of_request(args), *provider])
            session.report_findings(rule, stack, args.get_config(), report)

    def of_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        session.report_findings(rule, session.whole(args.resources), args.get_config(), report)

    if rule.scope == "resource":
        return TypedResourcePolicy(rule.types, session.current, validate=of_resource, **about(rule))
    return StackValidationPolicy(validate=of_stack, **about(rule))


def about(rule: Rule) -> dict[str, Any]:
    schema = {setting.name: dict(setting.schema) for setting in rule.settings}
    return {
        "name": rule.name,
        "description": rule.title,
        "enforcement_level": EnforcementLevel(level(rule, PROFILE)),
        "config_schema": PolicyConfigSchema(jsonable({**schema, WAIVERS: WAIVERS_SCHEMA})),
        "severity": Severity(rule.severity),
        "tags": [rule.concern],
        "remediation_steps": rule.fix,
        "url": rule.aws_docs,
    }


def jsonable(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return lists and dictionaries only: a protobuf struct takes no tuples or other mappings."""
    match value:
        case Mapping():
            return {key: jsonable(item) for key, item in value.items()}
        case list() | tuple():
            return [jsonable(item) for item in value]
    return value


def configured(rule: Rule, config: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Waiver, ...]]:
    """Return settings and waivers. Raises PolicyError."""
    specified = {key: value for key, value in config.items() if key != WAIVERS}
    waived = [{**each, "rule": rule.name} for each in config.get(WAIVERS, ())]
    try:
        waivers = waiving.listed(Document(f"configuration of {rule.name}", waived))
    except FileError as error:
        raise WaiverError(str(error)) from error
    return dict(settings.of_rule(rule, specified)), waivers


def stack_of(resources: Iterable[Resource]) -> Stack:
    read = map(normal_form, resources)
    graph = Graph(ENGINE, tuple(sorted(read, key=lambda each: each.urn)))
    return Stack(graph, estimate=lambda: estimated(graph))


def estimated(graph: Graph) -> Estimate:
    """Return the estimate; the cost models are imported when a rule asks for it."""
    from costing.estimate.estimate import estimate  # noqa: PLC0415 (a fifth of the pack's start)
    from costing.prices.book import installed  # noqa: PLC0415

    return estimate(graph, installed())
