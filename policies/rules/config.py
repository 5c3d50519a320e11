"""Rules for AWS Config."""

from collections.abc import Iterator

from costing.graph.resource import Resource, top
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    given,
    is_set,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_not_be

CONFIG = "https://docs.aws.amazon.com/config/latest/developerguide"
RECORDER = "aws:cfg/recorder:Recorder"
STATUS = "aws:cfg/recorderStatus:RecorderStatus"
GROUP = "recordingGroup"


@stack_rule(
    types=(RECORDER,),
    concern="security",
    severity="medium",
    title="AWS Config recorder is off or does not record all resource types",
    risk=(
        "Changes to unrecorded resources cannot be traced, and Config rules do not evaluate them."
    ),
    fix=(
        "cfg.RecorderStatus(name=recorder.name, is_enabled=True), and recording_group "
        "all_supported=True"
    ),
    same_intent_as=("CKV2_AWS_45",),
    aws_docs=f"{CONFIG}/select-resources.html",
)
def config_recorder_all_resource_types(recorder: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"no RecorderStatus turns {recorder.name} on"
    yield from found(not_(is_on(recorder, stack)), recorder, "", "is_enabled", because=because)
    path = f"{GROUP}.allSupported"
    yield from found(not_(all_types(recorder)), recorder, path, expected=True)


@stack_rule(
    types=(RECORDER,),
    concern="security",
    severity="medium",
    title="AWS Config recorder does not record global resource types",
    risk="Changes to IAM users, roles and policies are not recorded in any region.",
    fix='recording_group={"all_supported": True, "include_global_resource_types": True}',
    same_intent_as=("CKV2_AWS_48",),
    aws_docs=f"{CONFIG}/select-resources.html",
)
def config_recorder_global_resource_types(recorder: Resource, stack: Stack) -> Iterator[Finding]:
    path = f"{GROUP}.includeGlobalResourceTypes"
    others = [each for each in stack.of_type(RECORDER) if each.region != recorder.region]
    kept = any_of(equal(read(each, path), option=True) for each in (recorder, *others))
    whole = all_of([is_on(recorder, stack), all_types(recorder), kept])
    yield from found(not_(whole), recorder, path, expected=True)


def is_on(recorder: Resource, stack: Stack) -> Truth:
    statuses = stack.attached(recorder, "name", STATUS)
    on = any_of(equal(read(each, "isEnabled"), option=True) for each in statuses.found)
    return UNKNOWN if on is False and statuses.unknown else on


def all_types(recorder: Resource) -> Truth:
    off = equal(read(recorder, f"{GROUP}.allSupported"), option=False)
    chosen = given(recorder, f"{GROUP}.resourceTypes")
    return all_of([not_(off), not_(chosen)])


@resource_rule(
    types=("aws:cfg/configurationAggregator:ConfigurationAggregator",),
    concern="security",
    severity="medium",
    title="AWS Config aggregator does not cover all regions",
    risk="Resources in other regions are not evaluated.",
    fix='account_aggregation_source={"all_regions": True, ...}',
    same_intent_as=("CKV_AWS_121",),
    aws_docs="https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html",
)
def config_aggregator_all_regions(resource: Resource) -> Iterator[Finding]:
    paths = ("accountAggregationSource.allRegions", "organizationAggregationSource.allRegions")
    kept = any_of(equal(read(resource, path), option=True) for path in paths)
    path = next((each for each in paths if is_set(resource, top(each))), paths[0])
    yield from found(not_(kept), resource, path, True)


RULES: tuple[Rule, ...] = (
    config_recorder_all_resource_types,
    config_recorder_global_resource_types,
    config_aggregator_all_regions,
    input_rule(
        "config-recorder-enabled",
        must_not_be("isEnabled", False, expected=True),
        types=("aws:cfg/recorderStatus:RecorderStatus",),
        concern="security",
        severity="medium",
        title="AWS Config recorder is stopped",
        risk="Changes of resources are not recorded.",
        fix="is_enabled=True",
        aws_docs="https://docs.aws.amazon.com/config/latest/developerguide/managing-recorder_cli-stop.html",
    ),
)
