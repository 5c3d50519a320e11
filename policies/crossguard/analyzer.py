"""Analyzer: the service of a policy pack that the engine calls.

The SDK's servicer reads each request again for every policy, and runs policies one by one. With
several hundred rules that takes most of a preview, and findings with one cause cannot be told from
others. The analyzer reads a request once, runs the rules for its type together, and reports one
finding for each cause; what the SDK knows of its own (metadata, configuration, remedies) stays.
"""

import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import grpc
import pulumi_policy.policy as sdk
from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel, Policy
from pulumi_policy.deserialize import deserialize_properties
from typing_extensions import override

from costing.graph.resource import Resource
from costing.graph.schema.tokens import canonical
from policies.crossguard.adapter import NOT_BLOCKING
from policies.crossguard.remediation import pack_of
from policies.crossguard.resources import in_stack, of_request, provider_of
from policies.crossguard.session import Configured, Session, configured, place
from policies.engine.errors import PolicyError
from policies.engine.found import Found
from policies.engine.profiles import PROFILE, Level, level
from policies.engine.rule import Rule
from policies.engine.subsumption import folded, grouped, likeness

Requested = proto.AnalyzeRequest | proto.AnalyzerResource

NAME, VERSION = "plimsoll", "0.0.1"  # the engine shows the version of PulumiPolicy.yaml
OTHER_TYPES = "for other types"
LEVELS: Mapping[int, Level] = {
    proto.ADVISORY: "advisory",
    proto.MANDATORY: "mandatory",
    proto.REMEDIATE: "remediate",
    proto.DISABLED: "disabled",
}
# A remedy is a policy of its own: a rule at level remediate blocks, as the SDK has it.
NUMBERS = {
    "advisory": proto.ADVISORY,
    "mandatory": proto.MANDATORY,
    "remediate": proto.MANDATORY,
}
SEVERITIES = {
    "low": proto.POLICY_SEVERITY_LOW,
    "medium": proto.POLICY_SEVERITY_MEDIUM,
    "high": proto.POLICY_SEVERITY_HIGH,
    "critical": proto.POLICY_SEVERITY_CRITICAL,
}
LARGEST = 400 * 1024 * 1024  # bytes of a message, as in the SDK


class Analyzer(sdk._PolicyAnalyzerServicer):  # noqa: SLF001 (the SDK has no public one)
    """Runs rules for the engine; `rules` without remedies gives a pack that only reports."""

    def __init__(self, rules: Collection[Rule], today: Callable[[], date] = date.today) -> None:
        policies: list[Policy] = pack_of(rules)
        super().__init__(NAME, VERSION, policies, EnforcementLevel.ADVISORY)
        self.rules = tuple(rules)
        self.session = Session(today)
        self.lock = threading.Lock()
        self.levels: dict[str, Level] = {rule.name: level(rule, PROFILE) for rule in rules}
        self.given: dict[str, dict[str, Any]] = {}
        self.prepare()

    @override
    def Configure(self, request: Any, context: Any) -> Any:
        answer = super().Configure(request, context)  # type: ignore[no-untyped-call]
        for name, policy in request.policyConfig.items():
            self.levels[name] = LEVELS[policy.enforcementLevel]
            self.given[name] = json_format.MessageToDict(policy.properties)
        self.prepare()
        return answer

    def prepare(self) -> None:
        """Sort the rules by type, with their configuration."""
        self.of_type: dict[str, list[Configured]] = defaultdict(list)
        self.of_stack: list[Configured] = []
        self.invalid: dict[str, tuple[Rule, str]] = {}
        self.not_applicable: dict[str, bytes] = {}
        for rule in self.rules:
            if self.levels[rule.name] == "disabled":
                continue
            try:
                ready = configured(rule, self.levels[rule.name], self.given.get(rule.name, {}))
            except PolicyError as error:
                self.invalid[rule.name] = rule, str(error)
                continue
            if rule.scope == "stack":
                self.of_stack.append(ready)
                continue
            for kind in dict.fromkeys(rule.types):
                self.of_type[kind].append(ready)

    @override
    def Analyze(self, request: proto.AnalyzeRequest, context: Any) -> proto.AnalyzeResponse:
        kind = canonical(request.type)
        with self.lock:
            resource = of_request(request, read(request), self.provider(request))
            self.session.inputs[resource.urn] = resource
            found = self.session.of_resource(resource, self.of_type.get(kind, ()))
        response = proto.AnalyzeResponse()
        response.MergeFromString(self.others(kind))
        self.report(response, found)
        return response

    def provider(self, message: Requested) -> Resource | None:
        """Return the provider of a resource, read once a run."""
        if not message.HasField("provider"):
            return None
        told, known = message.provider, self.session.providers
        if told.urn not in known:
            known[told.urn] = provider_of(told.urn, told.type, read(told))
        return known[told.urn]

    def others(self, kind: str) -> bytes:
        """Return the message that the other resource rules do not apply, encoded once a type."""
        if kind not in self.not_applicable:
            names = [
                rule.name
                for rule in self.rules
                if rule.scope == "resource" and kind not in rule.types
            ]
            each = [proto.PolicyNotApplicable(policy_name=n, reason=OTHER_TYPES) for n in names]
            response = proto.AnalyzeResponse(not_applicable=each)
            self.not_applicable[kind] = response.SerializeToString()
        return self.not_applicable[kind]

    @override
    def Remediate(self, request: proto.AnalyzeRequest, context: Any) -> proto.RemediateResponse:
        if "remediate" not in self.levels.values():
            return proto.RemediateResponse()
        answer: proto.RemediateResponse = super().Remediate(  # type: ignore[no-untyped-call]
            request, context
        )
        return answer

    @override
    def AnalyzeStack(
        self, request: proto.AnalyzeStackRequest, context: Any
    ) -> proto.AnalyzeResponse:
        with self.lock:
            kept = self.session.inputs
            resources = [
                in_stack(each, read(each), kept, self.provider(each)) for each in request.resources
            ]
            found, listed = self.session.of_stack(resources, self.of_stack)
        response = proto.AnalyzeResponse()
        for rule, message in self.invalid.values():
            self.add(response, rule.name, rule.title, message, "", self.levels[rule.name], rule)
        self.report(response, found)
        for each in sorted(grouped(folded(listed), likeness), key=place):
            self.list(response, each)
        return response

    def report(self, response: proto.AnalyzeResponse, found: Iterable[Found]) -> None:
        """Report violations and errors: one for each cause."""
        for each in sorted(grouped(folded(found), likeness), key=place):
            if each.status == "violation":
                text = f"{each.text(None)}; fix: {each.rule.fix_of(each.finding)}"
            elif each.is_error:
                text = each.text(None)
            else:
                continue
            rule, urn = each.rule, each.finding.resource.urn
            self.add(response, rule.name, rule.title, text, urn, each.level, rule)

    def list(self, response: proto.AnalyzeResponse, found: Found) -> None:
        """List a finding that must not block."""
        soon = ", within 14 days" if found.waived and found.waived.expires_soon else ""
        text = f"{found.rule.name} ({found.rule.severity}): {found.text(None)}{soon}"
        title = "Lists unknown and waived findings of the rules."
        urn = found.finding.resource.urn
        self.add(response, NOT_BLOCKING, title, text, urn, "advisory")

    def add(  # noqa: PLR0913, PLR0917 (what a diagnostic is made of)
        self,
        response: proto.AnalyzeResponse,
        policy: str,
        title: str,
        text: str,
        urn: str,
        enforced: Level,
        rule: Rule | None = None,
    ) -> None:
        response.diagnostics.append(
            proto.AnalyzeDiagnostic(
                policyName=policy,
                policyPackName=NAME,
                policyPackVersion=VERSION,
                message=f"{title}\n{text}",
                urn=urn,
                description=title,
                enforcementLevel=NUMBERS[enforced],
                severity=SEVERITIES[rule.severity] if rule else proto.POLICY_SEVERITY_UNSPECIFIED,
            )
        )


def read(message: Requested | proto.AnalyzerProviderResource) -> dict[str, Any]:
    """Return the properties of a request, a resource or a provider."""
    values: dict[str, Any] = deserialize_properties(json_format.MessageToDict(message.properties))
    return values


def serve(analyzer: Analyzer) -> None:
    """Serve the engine until it ends this process. The port on standard output is the protocol."""
    options = [("grpc.max_receive_message_length", LARGEST)]
    server = grpc.server(ThreadPoolExecutor(max_workers=4), options=options)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.buffer.write(f"{port}\n".encode())
    sys.stdout.flush()
    server.wait_for_termination()
