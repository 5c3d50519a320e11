"""Provider double that sends the requests of the types of its table to a moto server.

Each request is validated by botocore. Values that moto returns become the outputs. A line of JSON
for each request and each resource without one is appended to the file of PLIMSOLL_API_LOG.
"""

import json
import os
import threading
from pathlib import Path
from typing import Any

import boto3
import grpc
from botocore.config import Config
from botocore.exceptions import ClientError
from google.protobuf import empty_pb2, json_format
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from costing.graph.preview.values import ARCHIVE, ASSET, RESOURCE, SIGNATURE
from tests.engine import declared
from tests.engine.api.kinds import KINDS
from tests.engine.api.known import look
from tests.engine.api.requests import ACCOUNT, RequestError, create, delete, exists, follow_up
from tests.engine.language_host import serve
from tests.engine.provider_double import Provider, answer

SETTINGS = Config(
    retries={"total_max_attempts": 1}, inject_host_prefix=False, s3={"addressing_style": "path"}
)  # fmt: skip
KEPT = "__api"  # property that keeps what is known of a resource
GLOBAL = ("budgets", "ce", "iam", "route53")


def bare(value: Any) -> Any:  # noqa: PLR0911 (one case a signature)
    """Return a value without Pulumi's signatures: secrets by value, resources by id."""
    match value:
        case dict() if value.get(SIGNATURE) in (ASSET, ARCHIVE):
            return {key: bare(each) for key, each in value.items() if key != SIGNATURE}
        case dict() if value.get(SIGNATURE) == RESOURCE:
            return value.get("id")
        case dict() if SIGNATURE in value:
            return bare(value.get("value"))
        case dict():
            return {key: bare(each) for key, each in value.items() if not key.startswith("__")}
        case list():
            return [bare(each) for each in value]
        case float() if value.is_integer():
            return int(value)
    return value


class ApiProvider(Provider):
    """The plain double, with an API behind the types of the table."""

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.clients: dict[tuple[str, str], Any] = {}
        self.lock = threading.Lock()
        self.tags: dict[str, str] = {}

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        given = request.args.fields["defaultTags"].string_value if request.HasField("args") else ""
        self.tags = json.loads(given).get("tags", {}) if given else {}
        return super().Configure(request, context)

    def client(self, service: str, region: str) -> Any:
        place = "us-east-1" if service in GLOBAL else region
        with self.lock:
            if (service, place) not in self.clients:
                made = boto3.client(
                    service,
                    region_name=place,
                    endpoint_url=os.environ["PLIMSOLL_API"],
                    aws_access_key_id="testing",
                    aws_secret_access_key="testing",  # noqa: S106 (moto accepts any)
                    config=SETTINGS,
                )
                made.meta.events.register("after-call", written)
                made.meta.events.register("before-sign", without_account)
                self.clients[service, place] = made
            return self.clients[service, place]

    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        token = request.urn.split("::")[2].rpartition("$")[2]
        response = super().Create(request, context)
        if request.preview or token not in KINDS:
            if not request.preview and token.startswith("aws:"):
                log({"without": token})
            return response
        kind = KINDS[token]
        inputs = bare(json_format.MessageToDict(request.properties))
        region = inputs.pop("region", "") or self.region
        if "tagsAll" in declared.outputs(token) and self.tags:
            inputs["tags"] = {**self.tags, **inputs.get("tags", {})}
        try:
            known, left = create(
                self.client(kind.client, region), kind, request.urn, region, inputs
            )
        except (ClientError, RequestError) as error:
            context.abort(grpc.StatusCode.INTERNAL, f"{token}: {error}")
        if left:
            log({"type": token, "left": sorted(left)})
        found = {key: value for key in declared.outputs(token)
                 if (value := output(token, key, known)) is not None}  # fmt: skip
        given = set(request.properties.fields)
        response.properties.update({key: each for key, each in found.items() if key not in given})
        response.properties.update({KEPT: json.dumps(known, default=str)})
        response.id = known["id"]
        return response

    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        found = self.kept(request.urn, request.properties)
        if found:
            client, kind, known = found
            try:
                if not exists(client, kind, known):
                    return provider_pb2.ReadResponse()
            except (ClientError, RequestError) as error:
                context.abort(grpc.StatusCode.INTERNAL, f"{request.urn}: {error}")
        return super().Read(request, context)

    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        response = super().Update(request, context)
        if request.preview or not (found := self.kept(request.urn, request.olds)):
            return response
        client, kind, known = found
        inputs = bare(json_format.MessageToDict(request.news))
        old = bare(json_format.MessageToDict(request.old_inputs))
        changed = {key: value for key, value in inputs.items() if old.get(key) != value}
        known = known | changed
        try:
            for then in kind.update:
                if changed.keys() & set(then.inputs):
                    follow_up(client, then, inputs, known, [], falsy=True)
        except (ClientError, RequestError) as error:
            context.abort(grpc.StatusCode.INTERNAL, f"{request.urn}: {error}")
        for key, value in request.olds.fields.items():
            if key not in request.news.fields and key not in old:
                response.properties.fields[key].CopyFrom(value)
        response.properties.update({KEPT: json.dumps(known, default=str)})
        return response

    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        if found := self.kept(request.urn, request.properties):
            client, kind, known = found
            try:
                delete(client, kind, known)
            except (ClientError, RequestError) as error:
                context.abort(grpc.StatusCode.INTERNAL, f"{request.urn}: {error}")
        return empty_pb2.Empty()

    def Invoke(self, request: Any, _: Any) -> Any:  # noqa: N802
        arguments = json_format.MessageToDict(request.args)
        region = arguments.get("region") or self.region
        response = provider_pb2.InvokeResponse()
        found = self.looked_up(request.tok, arguments, region)
        getattr(response, "return").update(answer(request.tok, arguments, region) | found)
        return response

    def looked_up(self, token: str, arguments: dict[str, Any], region: str) -> dict[str, Any]:
        """Return what the API knows for a lookup."""
        match token.rpartition(":")[2]:
            case "getCallerIdentity":
                return {"id": ACCOUNT, "accountId": ACCOUNT}
            case "getZone":
                name = f"{arguments['name'].rstrip('.')}."
                zones = self.client("route53", region).list_hosted_zones_by_name(DNSName=name)
                [zone] = [each for each in zones["HostedZones"] if each["Name"] == name]
                return {"zoneId": zone["Id"].rpartition("/")[2], "id": zone["Id"]}
        return {}

    def kept(self, urn: str, properties: Any) -> tuple[Any, Any, dict[str, Any]] | None:
        token = urn.split("::")[2].rpartition("$")[2]
        if token not in KINDS or KEPT not in properties.fields:
            return None
        known = json.loads(properties.fields[KEPT].string_value)
        return self.client(KINDS[token].client, known["region"]), KINDS[token], known


def output(token: str, key: str, known: dict[str, Any]) -> Any:
    """Return an output: as the table says, by its own name, or by the type's and its name."""
    kind = KINDS[token]
    if key in kind.outputs:
        return look(kind.outputs[key], known)
    if key == "region":
        return known["region"]
    lower = {each.lower(): value for each, value in known.items()}
    own = token.rpartition(":")[2].lower()
    ends = [value for each, value in lower.items() if each.endswith(f"{own}{key.lower()}")]
    exact = lower.get(key.lower())
    found = next((each for each in (*ends, exact) if each is not None), None)
    if key == "arn" and not str(found).startswith("arn:") and known["id"].startswith("arn:"):
        return known["id"]
    return found if isinstance(found, str | int | float | bool) else None


def written(parsed: Any, model: Any, **_: Any) -> None:
    code = parsed.get("Error", {}).get("Code", "") if isinstance(parsed, dict) else ""
    log({"service": model.service_model.service_name, "operation": model.name, "error": code})


def without_account(request: Any, **_: Any) -> None:
    """Take the account out of the host of S3 Control, which is no name of this machine."""
    request.url = request.url.replace(f"//{ACCOUNT}.", "//")


def log(line: dict[str, Any]) -> None:
    with Path(os.environ["PLIMSOLL_API_LOG"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    serve(provider_pb2_grpc.add_ResourceProviderServicer_to_server, ApiProvider("aws"))
