"""The pack's service: takes the engine's requests and returns diagnostics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from policies.crossguard.analyzer import Analyzer
from policies.crossguard.remediation import remedy_of
from policies.engine.rule import Rule

LEVELS = {
    proto.ADVISORY: "advisory",
    proto.MANDATORY: "mandatory",
    proto.DISABLED: "disabled",
    proto.REMEDIATE: "remediate",
}
TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Declared:
    """A resource with its inputs and its outputs as the engine passes them."""

    type: str
    name: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any] | None = None
    depends: Mapping[str, Sequence["Declared"]] | None = None  # input → resources
    protect: bool = False
    provider: Mapping[str, Any] | None = None
    secret: Sequence[str] = ()  # names of secret outputs

    @property
    def urn(self) -> str:
        return f"urn:pulumi:prod::shop::{self.type}::{self.name}"

    def options(self) -> proto.AnalyzerResourceOptions:
        return proto.AnalyzerResourceOptions(
            protect=self.protect, additionalSecretOutputs=self.secret
        )

    def of_provider(self) -> dict[str, Any]:
        if self.provider is None:
            return {}
        urn = "urn:pulumi:prod::shop::pulumi:providers:aws::default"
        properties = as_struct(self.provider)
        told = proto.AnalyzerProviderResource(
            type="pulumi:providers:aws", properties=properties, urn=urn, name="default"
        )
        return {"provider": told}

    def request(self) -> proto.AnalyzeRequest:
        return proto.AnalyzeRequest(
            type=self.type,
            properties=as_struct(self.inputs),
            urn=self.urn,
            name=self.name,
            options=self.options(),
            **self.of_provider(),
        )

    def in_stack(self) -> proto.AnalyzerResource:
        depends = {
            path: proto.AnalyzerPropertyDependencies(urns=[each.urn for each in targets])
            for path, targets in (self.depends or {}).items()
        }
        return proto.AnalyzerResource(
            type=self.type,
            properties=as_struct(self.inputs if self.outputs is None else self.outputs),
            urn=self.urn,
            name=self.name,
            options=self.options(),
            propertyDependencies=depends,
            **self.of_provider(),
        )


def as_struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(dict(values))
    return struct


class Pack:
    """A pack of rules, called as the engine calls it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.servicer: Any = Analyzer(rules, lambda: TODAY)

    def configure(self, config: Mapping[str, Mapping[str, Any]]) -> None:
        configure(self.servicer, config)

    def examine(self, *stack: Declared) -> list[tuple[str, str, str, str]]:
        """Return (policy, level, name of the resource, what is reported) of a whole run."""
        told = [
            diagnostic
            for declared in stack
            for diagnostic in self.servicer.Analyze(declared.request(), None).diagnostics
        ]
        whole = proto.AnalyzeStackRequest(resources=[each.in_stack() for each in stack])
        told += self.servicer.AnalyzeStack(whole, None).diagnostics
        return [
            (
                each.policyName,
                LEVELS[each.enforcementLevel],
                each.urn.rpartition("::")[2],
                each.message.removeprefix(each.description).strip(),
            )
            for each in told
        ]


class Remedies:
    """The remedies of a pack, called as the engine calls them: before the policies."""

    def __init__(self, rules: Sequence[Rule], config: Mapping[str, Mapping[str, Any]]) -> None:
        policies = [remedy_of(rule, lambda: TODAY) for rule in rules if rule.remedy]
        level = EnforcementLevel.ADVISORY
        self.servicer: Any = _PolicyAnalyzerServicer("plimsoll", "0.0.1", policies, level)
        configure(self.servicer, config)

    def examine(self, declared: Declared) -> list[tuple[str, dict[str, Any]]]:
        """Return (policy, inputs as they are handed back), in the order of the remedies."""
        answer = self.servicer.Remediate(declared.request(), None)
        assert not [each.diagnostic for each in answer.remediations if each.diagnostic]
        return [
            (each.policyName, json_format.MessageToDict(each.properties))
            for each in answer.remediations
        ]


def configure(servicer: Any, config: Mapping[str, Mapping[str, Any]]) -> None:
    """Hand over what the file of `--policy-pack-config` says."""
    levels = {level: number for number, level in LEVELS.items()}
    request = proto.ConfigureAnalyzerRequest()
    for name, values in config.items():
        policy = request.policyConfig[name]
        policy.enforcementLevel = levels[values["enforcementLevel"]]
        rest = {key: value for key, value in values.items() if key != "enforcementLevel"}
        policy.properties.update(rest)
    servicer.Configure(request, None)
