"""Test double of a provider of any package: returns inputs, makes up ids, answers AWS lookups.

It does not know the checks, defaults and computed values of the real provider. Values that it makes
up contain the word DOUBLE, so that a comparison can recognize them.
"""

import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi import _types
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN

from costing.aws.instance_types import instance_types
from costing.aws.zones import offerings, zones
from costing.graph.preview.invokes import DEFAULT_NETWORK
from costing.graph.preview.lookups import Lookup
from costing.graph.preview.lookups.policy_document import policy_document
from costing.graph.preview.output_kinds import outputs
from costing.graph.preview.placeholder_values import Placeholders
from costing.graph.preview.values import SIGNATURE
from tests.engine import declared, package_schema
from tests.engine.language_host import serve

DOUBLE = "double"
ACCOUNT = "000000000000"  # made up as well
MADE: dict[str, Any] = {
    "flag": False,
    "number": 0,
    "texts": [],
    "list": [],
    "map": {},
    "object": {},
    "other": None,
}


# Defaults that the real provider adds to inputs, of the types that tests use.
FILLED_IN = {"aws:kinesis/stream:Stream": {"encryptionType": "NONE", "retentionPeriod": 24}}


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    region = ""

    def __init__(self, package: str) -> None:
        self.package = package
        self.version = version(package)

    def Handshake(self, _: Any, __: Any) -> Any:  # noqa: N802
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=True, accept_outputs=True
        )

    def GetPluginInfo(self, _: Any, __: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(self, _: Any, __: Any) -> Any:  # noqa: N802
        return provider_pb2.GetSchemaResponse(
            schema=json.dumps(package_schema.schema(self.package, self.version))
        )

    def CheckConfig(self, request: Any, _: Any) -> Any:  # noqa: N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, _: Any, __: Any) -> Any:  # noqa: N802
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, _: Any) -> Any:  # noqa: N802
        region = request.args.fields["region"].string_value if request.HasField("args") else ""
        self.region = region or "us-east-1"
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True
        )

    def Check(self, request: Any, _: Any) -> Any:  # noqa: N802
        defaults = FILLED_IN.get(request.urn.split("::")[2].rpartition("$")[2], {})
        filled = {key: value for key, value in defaults.items() if key not in request.news.fields}
        if filled:  # the bridge also lists the keys that it added
            request.news.update({**filled, "__defaults": sorted(filled)})
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, _: Any) -> Any:  # noqa: N802
        old, new = map(json_format.MessageToDict, (request.old_inputs, request.news))
        moved = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        found = provider_pb2.DiffResponse
        kind = found.DIFF_SOME if moved else found.DIFF_NONE
        return provider_pb2.DiffResponse(changes=kind, diffs=moved)

    def Create(self, request: Any, _: Any) -> Any:  # noqa: N802
        made = self.state(request.urn, request.properties, preview=request.preview)
        identity = "" if request.preview else name_of(request.urn)
        return provider_pb2.CreateResponse(id=identity, properties=made)

    def Update(self, request: Any, _: Any) -> Any:  # noqa: N802
        made = self.state(request.urn, request.news, preview=request.preview)
        return provider_pb2.UpdateResponse(properties=made)

    def Read(self, request: Any, _: Any) -> Any:  # noqa: N802
        return provider_pb2.ReadResponse(
            id=request.id, properties=request.properties, inputs=request.inputs
        )

    def Delete(self, _: Any, __: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def Invoke(self, request: Any, _: Any) -> Any:  # noqa: N802
        arguments = json_format.MessageToDict(request.args)
        region = arguments.get("region") or self.region
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").update(answer(request.tok, arguments, region))
        return response

    def Cancel(self, _: Any, __: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def Attach(self, _: Any, __: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def state(self, urn: str, inputs: Any, *, preview: bool) -> Any:
        """Return inputs and computed outputs; the latter are unknown in a preview."""
        made = struct_pb2.Struct()
        made.CopyFrom(inputs)
        token = urn.split("::")[2].rpartition("$")[2]
        for key, kind in declared.outputs(token).items():
            if key in made.fields:
                made.fields[key].CopyFrom(as_declared(made.fields[key], kind))
                continue
            if preview:
                made.fields[key].string_value = UNKNOWN
            else:
                made.update({key: declared.made(kind, self.text(urn, key))})
        return made

    def text(self, urn: str, key: str) -> str:
        if key == "region":
            return self.region
        if key == "arn":
            return f"arn:aws:{DOUBLE}:{self.region}:{ACCOUNT}:{name_of(urn)}"
        return f"{DOUBLE}-{key}-{name_of(urn)}"


def as_declared(value: Any, kind: Any) -> Any:
    """Return a policy's object as JSON text, as AWS's provider does."""
    fields = value.struct_value.fields
    if not fields or SIGNATURE in fields or _types.unwrap_optional_type(kind) is not str:
        return value
    text = json.dumps(json_format.MessageToDict(value))
    return struct_pb2.Value(string_value=UNKNOWN if UNKNOWN in text else text)


def package() -> str:
    """Return the package that this process serves; the engine adds its address to the arguments."""
    return next((word for word in sys.argv[1:] if word.isalpha()), "aws")


def version(package: str) -> str:
    """Return the version of the installed SDK, or 1.0.0 without one."""
    try:
        return importlib.metadata.version(f"pulumi_{package}")
    except importlib.metadata.PackageNotFoundError:
        return "1.0.0"


def name_of(urn: str) -> str:
    return f"{DOUBLE}-{hashlib.sha256(urn.encode()).hexdigest()[:17]}"


def answer(token: str, arguments: dict[str, Any], region: str) -> dict[str, Any]:
    function = token.rpartition(":")[2]
    if function in TRUE:
        return {**arguments, **TRUE[function](arguments, region)}
    return {**made_up(token), "region": region, **arguments}


def made_up(token: str) -> dict[str, Any]:
    function = token.rpartition(":")[2]
    made = {
        key: f"{DOUBLE}-{function}-{key}" if kind == "text" else MADE[kind]
        for key, kind in outputs(token).items()
    }
    return {**made, "id": f"{DOUBLE}-{function}"}


def availability_zones(_: dict[str, Any], region: str) -> dict[str, Any]:
    found = zones()[region]
    return {
        "id": region,
        "region": region,
        "names": [zone.name for zone in found],
        "zoneIds": [zone.id for zone in found],
        "groupNames": [region],
    }


def type_offerings(arguments: dict[str, Any], region: str) -> dict[str, Any]:
    """Answer as EC2 does: one line a type and place, narrowed by the filters."""
    wanted = {each["name"]: each["values"] for each in arguments.get("filters", ())}
    kind = arguments.get("locationType", "region")
    by_id = {zone.id: zone.name for zone in zones()[region]}
    lines = [
        (name, place)
        for name, ids in offerings()[region].items()
        for place in places(kind, region, ids, by_id)
        if name in wanted.get("instance-type", (name,))
        and place in wanted.get("location", (place,))
    ]
    names, locations = [name for name, _ in lines], [place for _, place in lines]
    return {
        "id": region,
        "region": region,
        "instanceTypes": names,
        "locations": locations,
        "locationTypes": [kind] * len(names),
    }


def places(kind: str, region: str, ids: Any, by_id: dict[str, str]) -> list[str]:
    match kind:
        case "availability-zone":
            return [by_id[each] for each in ids if each in by_id]
        case "availability-zone-id":
            return list(ids)
        case _:
            return [region]


def partition(_: dict[str, Any], __: str) -> dict[str, Any]:
    return {
        "id": "aws",
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def caller(_: dict[str, Any], __: str) -> dict[str, Any]:
    arn = f"arn:aws:iam::{ACCOUNT}:root"
    return {"id": ACCOUNT, "accountId": ACCOUNT, "arn": arn, "userId": DOUBLE}


def region_of(arguments: dict[str, Any], region: str) -> dict[str, Any]:
    name = arguments.get("region") or region
    return {"id": name, "name": name, "region": name, "description": "", "endpoint": ""}


def subnets(_: dict[str, Any], region: str) -> dict[str, Any]:
    """Answer as for a default VPC, which has a subnet in each zone."""
    return {"id": region, "ids": [f"{DOUBLE}-subnet-{zone.name}" for zone in zones()[region]]}


def vpc(arguments: dict[str, Any], region: str) -> dict[str, Any]:
    """Answer with the address block that every default VPC has."""
    block = {"cidrBlock": DEFAULT_NETWORK} if arguments.get("default") else {}
    return {**made_up("aws:ec2/getVpc:getVpc"), "region": region, **arguments, **block}


def images(_: dict[str, Any], region: str) -> dict[str, Any]:
    return {"id": region, "ids": [f"{DOUBLE}-ami"]}


def instance_type(arguments: dict[str, Any], region: str) -> dict[str, Any]:
    known = instance_types()[arguments["instanceType"]]
    return {"id": known.name, "region": region, "defaultVcpus": known.vcpu}


def document(arguments: dict[str, Any], region: str) -> Mapping[str, Any]:
    lookup = Lookup("aws:iam/getPolicyDocument:getPolicyDocument", arguments, region)
    return policy_document(lookup, Placeholders())


TRUE: Mapping[str, Callable[[dict[str, Any], str], Mapping[str, Any]]] = {
    "getAmiIds": images,
    "getVpc": vpc,
    "getAvailabilityZones": availability_zones,
    "getInstanceType": instance_type,
    "getInstanceTypeOfferings": type_offerings,
    "getPartition": partition,
    "getPolicyDocument": document,
    "getCallerIdentity": caller,
    "getRegion": region_of,
    "getSubnets": subnets,
}


if __name__ == "__main__":
    serve(provider_pb2_grpc.add_ResourceProviderServicer_to_server, Provider(package()))
