"""Rules for every AWS service: names that are too long or have wrong characters."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, not_, read
from policies.engine.rule import Rule, stack_rule
from policies.engine.stack import Stack
from policies.validity.names import generated_name, name_limit, named_types
from policies.validity.tables import Check, Constraint
from policies.validity.values import expected, is_accepted, is_refused, refusal

AUTONAMING = "pulumi:autonaming"  # in a stack's configuration: another form of names
FIFO = {"aws:sqs/queue:Queue": "fifoQueue", "aws:sns/topic:Topic": "fifoTopic"}
FIFO_SUFFIX = ".fifo"  # which Pulumi appends to the name of a FIFO queue or topic
FAILS = "The deployment fails when it creates the resource, and may stop half done."
DOCS = "https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming"


@stack_rule(
    types=named_types(),
    concern="validity",
    severity="critical",
    title="AWS resource gets a name that is too long",
    risk=FAILS,
    fix="Shorten the resource's name in the program, or specify the physical name.",
    same_intent_as=(),
    aws_docs=DOCS,
)
def aws_name_length(resource: Resource, stack: Stack) -> Iterator[Finding]:
    yield from refused_name(resource, stack, "length")


@stack_rule(
    types=named_types(),
    concern="validity",
    severity="critical",
    title="AWS resource gets a name with characters that the API refuses",
    risk=FAILS,
    fix="Change the resource's name in the program, or specify the physical name.",
    same_intent_as=(),
    aws_docs=DOCS,
)
def aws_name_characters(resource: Resource, stack: Stack) -> Iterator[Finding]:
    yield from refused_name(resource, stack, "pattern")


def refused_name(resource: Resource, stack: Stack, check: Check) -> Iterator[Finding]:
    limit = name_limit(resource.type)
    given = read(resource, limit.input)
    if given is None:
        yield from refused_generated_name(resource, stack, limit, check)
    elif check in limit.checks and limit.input not in resource.filled:
        broken = is_refused(resource, limit, check, limit.input, given)
        because = refusal(limit, limit.input, given)
        wanted = expected(limit, check)
        yield from found(broken, resource, limit.input, wanted, because=because)


def refused_generated_name(
    resource: Resource, stack: Stack, limit: Constraint, check: Check
) -> Iterator[Finding]:
    name = generated_name(resource, limit.input)
    if name is None or AUTONAMING in stack.graph.config:
        return
    fifo = equal(read(resource, FIFO.get(resource.type, ""), False), True)
    whole = f"{name}{FIFO_SUFFIX}" if fifo is True else name
    broken = any_of(
        (
            not_(is_accepted(limit, check, name)),
            all_of((fifo, not_(is_accepted(limit, check, f"{name}{FIFO_SUFFIX}")))),
        )
    )
    yield from found(
        broken,
        resource,
        limit.input,
        expected(limit, check),
        actual=whole,
        because=f"{limit.input} becomes {whole}, of {len(whole)} characters",
    )


RULES: tuple[Rule, ...] = (aws_name_length, aws_name_characters)
