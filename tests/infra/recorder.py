"""Records what a program registers, without engine, provider or credentials.

An output of another resource is recorded as `<TYPE::NAME.output>`, so that tests can follow it.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime.mocks import MockMonitor

ACCOUNT = "123456789012"
PROVIDER = "pulumi:providers:aws"
REGION = "us-east-1"  # of components without a provider
# Outputs that components use.
COMPUTED = (
    "allocationId", "apiEndpoint", "arn", "arnSuffix", "bucket", "certificateArn",
    "clusterIdentifier", "dnsName", "endpoint", "executionArn", "fqdn", "invokeArn", "keyId",
    "mountName", "name", "primaryEndpointAddress", "readerEndpoint", "readerEndpointAddress",
    "repositoryUrl", "version", "zoneId",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    type: str
    name: str
    inputs: Mapping[str, Any]
    custom: bool
    parent: str  # URN
    provider: str  # "URN::id"
    protect: bool
    dependencies: frozenset[str]  # URNs
    ignore_changes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.type}::{self.name}"


@dataclass(frozen=True, slots=True)
class Recording:
    """All resources and components that a program registered."""

    resources: tuple[Registered, ...]

    def of_type(self, *types: str) -> list[Registered]:
        return [each for each in self.resources if each.type in types]

    def one(self, kind: str, name: str) -> Registered:
        [found] = [each for each in self.of_type(kind) if each.name == name]
        return found

    def follow(self, value: object) -> Registered:
        """Return the single resource that a value refers to."""
        [found] = self.referred(value)
        return found

    def referred(self, value: object) -> list[Registered]:
        """Return the resources that a value, at any depth, refers to.

        Resources outside of the recording, such as an existing VPC, have a type and a name only.
        """
        wanted = dict.fromkeys(references(value))
        found = [each for each in self.resources if str(each) in wanted]
        known = {str(each) for each in found}
        return found + [external(each) for each in wanted if each not in known]


def external(reference: str) -> Registered:
    kind, _, name = reference.rpartition("::")
    return Registered(kind, name, {}, True, "", "", False, frozenset(), ())  # noqa: FBT003


def references(value: object) -> Iterator[str]:
    """Yield the `TYPE::NAME` of each resource that a value, at any depth, refers to."""
    match value:
        case str():
            yield from re.findall(r"<([^<>]+?)\.\w+>", value)
        case Mapping():
            for item in value.values():
                yield from references(item)
        case list():
            for item in value:
                yield from references(item)


# Function from the arguments of a lookup, with the provider's region, to its result.
Answer = Callable[[Mapping[str, Any]], dict[str, Any]]


class Answers(Mocks):
    """Mocks of resource outputs and lookups."""

    def __init__(self, lookups: Mapping[str, Answer]) -> None:
        self.lookups = lookups
        self.regions: dict[str, str] = {}  # by the provider's name

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ == PROVIDER:
            self.regions[args.name] = args.inputs["region"]
        computed = {name: f"<{args.typ}::{args.name}.{name}>" for name in COMPUTED}
        proof = {
            "resourceRecordName": f"<{args.typ}::{args.name}.resourceRecordName>",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"<{args.typ}::{args.name}.resourceRecordValue>",
        }
        given = {"latestVersion": 1, "domainValidationOptions": [proof]}
        return f"<{args.typ}::{args.name}.id>", {**computed, **given, **args.inputs}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        found = re.findall(rf"{PROVIDER}::(\w+)::", args.provider)
        region = self.regions[found[0]] if found else REGION
        return self.lookups[args.token]({"region": region, **args.args}), []


class Recorder(MockMonitor):
    """Monitor that keeps parents, options and dependencies of registrations."""

    def __init__(self, mocks: Mocks) -> None:
        super().__init__(mocks)
        self.requests: list[tuple[Any, dict[str, Any]]] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 (name of the protocol)
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]
        if request.type != "pulumi:pulumi:Stack":
            inputs = pulumi.runtime.rpc.deserialize_properties(request.object)
            self.requests.append((request, inputs))
        return response


def lookups(zones: str = "abcdef") -> dict[str, Answer]:
    """Return lookups for regions with these zones, in which all instance types are offered."""

    def named(args: Mapping[str, Any]) -> list[str]:
        return [f"{args['region']}{zone}" for zone in zones]

    return {
        "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {"accountId": ACCOUNT},
        "aws:index/getPartition:getPartition": lambda _: {"partition": "aws"},
        "aws:index/getAvailabilityZones:getAvailabilityZones": lambda args: {"names": named(args)},
        "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": lambda args: offerings(
            args, named(args)
        ),
        "aws:ssm/getParameter:getParameter": lambda args: {"insecureValue": f"ami:{args['name']}"},
        "aws:route53/getZone:getZone": lambda args: {"zoneId": f"zone:{args['name']}"},
    }


def offerings(args: Mapping[str, Any], zones: list[str]) -> dict[str, Any]:
    [types] = [each["values"] for each in args["filters"] if each["name"] == "instance-type"]
    pairs = [(instance_type, zone) for instance_type in types for zone in zones]
    return {
        "instanceTypes": [instance_type for instance_type, _ in pairs],
        "locations": [zone for _, zone in pairs],
    }


def record(program: Callable[[], object], answers: Mapping[str, Answer] | None = None) -> Recording:
    """Return what `program` registers, by type and name."""
    recorder = Recorder(Answers(lookups() if answers is None else answers))
    try:
        asyncio.get_event_loop()
    except RuntimeError:  # another test has run and closed its own
        asyncio.set_event_loop(asyncio.new_event_loop())
    set_mocks(recorder.mocks, project="plimsoll", stack="test", monitor=recorder)
    pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]
    found = [
        Registered(
            type=request.type,
            name=request.name,
            inputs=inputs,
            custom=request.custom,
            parent=request.parent,
            provider=request.provider,
            protect=request.protect,
            dependencies=frozenset(request.dependencies),
            ignore_changes=tuple(request.ignoreChanges),
        )
        for request, inputs in recorder.requests
    ]
    return Recording(tuple(sorted(found, key=str)))
