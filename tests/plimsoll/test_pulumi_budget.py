"""Budget in a program, without an engine: amounts, states of registrations, no effect."""

from decimal import Decimal
from pathlib import Path

import pulumi
import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2

from costing.graph.readers.resource_v3 import graph_of
from costing.graph.readers.values import SECRET_VALUE, SIGNATURE, UNKNOWN_MARK
from costing.model import SECRET, UNKNOWN, Source
from plimsoll.pulumi import is_embedded, usd
from plimsoll.pulumi.recording import Recording, Registrations, is_recorded, registered
from tests.costing.graph.preview.program import run


@pytest.mark.parametrize(
    ("amount", "expected"), [(500, "500"), ("1_000.50", "1000.50"), (0.1, "0.1"), (0, "0")]
)
def test_amount_in_usd(amount: float | str, expected: str) -> None:
    assert usd(amount) == Decimal(expected)


@pytest.mark.parametrize("amount", [-1, "much", float("nan"), "inf", True, ""])
def test_other_amount_is_an_error_of_one_line(amount: float | str) -> None:
    with pytest.raises(pulumi.RunError, match="is not an amount in USD; write a number such as"):
        usd(amount)


URN = "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web"


def inputs() -> Struct:
    made = Struct()
    made.update(
        {
            "instanceType": UNKNOWN_MARK,
            "userData": {SIGNATURE: SECRET_VALUE, "value": "correct-horse"},
            "rootBlockDevice": {"volumeSize": 30},
            "__internal": "x",
        }
    )
    return made


def test_unknown_values_and_secrets_of_a_registration() -> None:
    request = resource_pb2.RegisterResourceRequest(
        type="aws:ec2/instance:Instance", custom=True, object=inputs()
    )
    request.propertyDependencies["instanceType"].urns.append("urn:pulumi:dev::shop::a:b:c::d")
    response = resource_pb2.RegisterResourceResponse(urn=URN, object=inputs())

    state = registered(request, response, transformed=False)
    config = {"aws:region": "us-east-1"}
    (found,) = graph_of([state], Source("preview", "shop", "dev"), config).resources

    assert found.inputs["instanceType"] is UNKNOWN
    assert found.inputs["userData"] is SECRET
    assert found.inputs["rootBlockDevice"] == {"volumeSize": 30}
    assert type(found.inputs["rootBlockDevice"]["volumeSize"]) is int
    assert found.region == "us-east-1"
    assert found.dependencies == ("urn:pulumi:dev::shop::a:b:c::d",)
    assert not found.outputs


def test_component_of_another_process_is_not_expanded() -> None:
    request = resource_pb2.RegisterResourceRequest(type="awsx:ec2:Vpc", remote=True)
    response = resource_pb2.RegisterResourceResponse(urn=URN.replace("ec2/instance", "x"))

    state = registered(request, response, transformed=False)

    assert state["custom"]
    assert state["origin"] == "not expanded"


class Monitor:
    """Client of an engine that answers every registration."""

    ended = False

    def RegisterResource(self, _: object) -> resource_pb2.RegisterResourceResponse:  # noqa: N802
        return resource_pb2.RegisterResourceResponse(urn=URN)

    def SignalAndWaitForShutdown(self, _: object) -> None:  # noqa: N802
        self.ended = True


def test_a_failure_at_the_end_is_not_signalled_as_success() -> None:
    def fail(found: Registrations) -> None:
        raise pulumi.RunError(f"{[*found.states]} {found.complete}")

    monitor = Monitor()
    Recording(monitor, fail)
    assert is_recorded(monitor)
    monitor.RegisterResource(resource_pb2.RegisterResourceRequest(type="a:b:c"))

    with pytest.raises(pulumi.RunError) as error:
        monitor.SignalAndWaitForShutdown(None)
    assert str(error.value) == f"['{URN}'] False"
    assert not monitor.ended


def test_unit_tests_with_mocks_are_not_changed() -> None:
    class Nothing(Mocks):
        def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, object]]:
            return args.name, {}

        def call(self, _: MockCallArgs) -> tuple[dict[str, object], None]:
            return {}, None

    assert is_embedded(MockMonitor(Nothing()))


def test_the_embedded_preview_is_not_changed(tmp_path: Path) -> None:
    program = 'import plimsoll.pulumi\nplimsoll.pulumi.budget(0)\naws.kms.Key("key")\n'

    graph = run(tmp_path, program)

    assert [each.name for each in graph.of_type("aws:kms/key:Key")] == ["key"]
