"""What lets a machine be watched."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.machines import template_of
from policies.reading.stack import Stack
from policies.reading.tokens import INSTANCE, LAUNCH_TEMPLATE
from policies.reading.values import Truth, all_of, any_of, equal, found, not_, read
from policies.rule import stack_rule


@stack_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE),
    concern="operations",
    severity="low",
    fix='monitoring=True on an instance, monitoring={"enabled": True} on a launch template',
    same_intent_as=("CKV_AWS_126",),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
    production=True,
)
def machine_measured_each_minute(machine: Resource, stack: Stack) -> Iterator[Finding]:
    """What serves is measured each minute, not each five: scaling and alarms see a peak in time."""
    template = template_of(machine, stack)
    measured = [monitors(machine)]
    if template is not None:
        measured.append(monitors(template) if isinstance(template, Resource) else template)
    path = "monitoring" if machine.type == INSTANCE else "monitoring.enabled"
    broken = all_of([stack.tags(machine).serving, not_(any_of(measured))])
    yield from found(broken, machine, path, wanted=True)


def monitors(machine: Resource) -> Truth:
    path = "monitoring" if machine.type == INSTANCE else "monitoring.enabled"
    return equal(read(machine, path), option=True)
