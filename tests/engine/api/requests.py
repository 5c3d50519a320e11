"""Requests of one resource: its creation, reading, change and deletion through boto3."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from tests.engine.api.convert import structure
from tests.engine.api.kind import Kind, Then
from tests.engine.api.known import known_of, look, parameters_of

ACCOUNT = "123456789012"
GONE = ("notfound", "nosuch", "doesnotexist", "not found", "404", "notexist")
FAILED = ("Unsuccessful", "FailedEntries", "failedAccounts")


class RequestError(Exception):
    """Error of an API request, with the request."""


@cache
def token_of(name: str) -> str:
    """Return the type of a tag specification that an operation's name says: `security-group`."""
    words = "".join(f"-{each.lower()}" if each.isupper() else each for each in name)
    return words.strip("-").partition("-")[2]


def send(client: Any, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(client, xform_name(operation))(**parameters)
    except ClientError:
        raise
    except Exception as error:
        raise RequestError(f"{operation}: {error}") from error
    for key in FAILED:
        if answer.get(key):
            raise RequestError(f"{operation}: {answer[key]}")
    return answer


def filled(fixed: Any, known: Mapping[str, Any]) -> Any:
    match fixed:
        case str():
            return look(fixed, known) if "{" in fixed else fixed
        case list():
            return [filled(each, known) for each in fixed]
        case dict():
            return {key: filled(each, known) for key, each in fixed.items()}
    return fixed


def placed(parameters: dict[str, Any], path: str, value: Any) -> None:
    *steps, last = path.split(".")
    for step in steps:
        parameters = parameters.setdefault(step, {})
    parameters[last] = value


def creation(
    client: Any, kind: Kind, inputs: dict[str, Any], known: Mapping[str, Any], left: list[str]
) -> dict[str, Any]:
    """Return the parameters of the creating request."""
    shape = client.meta.service_model.operation_model(kind.create).input_shape
    later = {name for each in kind.then for name in each.inputs}
    own = {key: value for key, value in inputs.items() if key not in later}
    if kind.prepare:
        own = kind.prepare(own)
    names = dict(kind.names)
    if kind.under:
        names |= {
            key: path
            for key in own
            if key not in names and not (key == "tags" and kind.client != "sns")
            if (path := under(kind.under, shape, key))
        }
    tags = own.pop("tags", None) if "TagSpecifications" in shape.members else None
    parameters = structure(shape, own, names, left) if shape else {}
    if tags:
        pairs = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
        kind_of = kind.tagged or token_of(kind.create)
        parameters["TagSpecifications"] = [{"ResourceType": kind_of, "Tags": pairs}]
    for path, value in kind.fixed.items():
        placed(parameters, path, filled(value, known))
    return parameters


def under(path: str, shape: Any, key: str) -> str:
    """Return the path of an input within the member that holds the others."""
    if key == "bucket" and "Bucket" in shape.members:
        return "Bucket"
    if key in shape.members or f"{key[0].upper()}{key[1:]}" in shape.members:
        return next(str(each) for each in shape.members if each.lower() == key.lower())
    inner = shape
    for step in path.split("."):
        inner = inner.members[step]
    if inner.type_name == "map":
        return f"{path}.{key[0].upper()}{key[1:]}"
    exact: list[str] = [each for each in inner.members if each.lower() == key.lower()]
    loose = [each for each in inner.members if each.lower().rstrip("s") == key.lower().rstrip("s")]
    return f"{path}.{(exact or loose or [''])[0]}" if exact or loose else ""


def follow_up(  # noqa: PLR0913 (a request and what it is of)
    client: Any,
    then: Then,
    inputs: dict[str, Any],
    known: Mapping[str, Any],
    left: list[str],
    *,
    falsy: bool = False,
) -> dict[str, Any]:
    """Send a further request if its inputs are given, or, if `falsy`, are false; return its answer.

    After a creation, false is AWS's default.
    """
    ignored = (None,) if falsy else (None, False)
    carried = {key: inputs[key] for key in then.inputs if inputs.get(key) not in ignored}
    if not carried and not then.always:
        return {}
    model = client.meta.service_model
    shape = model.operation_model(then.operation).input_shape
    own = then.prepare(dict(carried)) if then.prepare else carried
    given = structure(shape, own, then.names, left)
    for path, value in then.fixed.items():
        placed(given, path, filled(value, known))
    _, required = parameters_of(then.operation, known, model)
    return send(client, then.operation, {**required, **given})


def create(
    client: Any, kind: Kind, urn: str, region: str, inputs: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Create a resource; return what is known of it, and the inputs that no request carried."""
    left: list[str] = []
    if kind.auto and not inputs.get(kind.auto):
        inputs = {**inputs, kind.auto: automatic(urn, kind.longest)}
    place = {"region": region, "account": ACCOUNT, "service": kind.client, "urn": digest(urn)}
    start = known_of(place, inputs)
    parameters = creation(client, kind, {**inputs, **s3_region(kind, region)}, start, left)
    answer = send(client, kind.create, parameters)
    shallow = {key: value for key, value in parameters.items() if not isinstance(value, dict)}
    known = known_of(place, shallow, answer, parameters, inputs)
    known |= {"answer": plain_json(answer), "left": left}
    known["id"] = identity(kind, known)
    known["suffix"] = known["id"].rpartition(":")[2].removeprefix("loadbalancer/")
    for then in kind.then:
        more = follow_up(client, then, inputs, known, left)
        known["answer"] |= plain_json(more)
        known = known | known_of(more) | known if more else known
    return known, left


def s3_region(kind: Kind, region: str) -> dict[str, str]:
    return {"__region": region} if kind.create == "CreateBucket" else {}


def identity(kind: Kind, known: Mapping[str, Any]) -> str:
    found = look(kind.id, known)
    if isinstance(found, list):
        [found] = found
    return str(kind.id if found is None else found)


def plain_json(answer: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
    loaded: dict[str, Any] = json.loads(json.dumps(kept, default=str))
    return loaded


def digest(urn: str) -> str:
    return hashlib.sha256(urn.encode()).hexdigest()[:7]


def automatic(urn: str, longest: int) -> str:
    """Return the name that Pulumi gives a resource: its own and seven characters."""
    name = f"{urn.rpartition('::')[2]}-{digest(urn)}"
    if len(name) > longest:
        raise RequestError(f"automatic name {name} has {len(name)} characters, limit {longest}")
    return name


def exists(client: Any, kind: Kind, known: Mapping[str, Any]) -> bool:
    """Return whether AWS still knows a resource; True for one that no request reads."""
    if not kind.read:
        return True
    operation, parameters = parameters_of(kind.read, known, client.meta.service_model)
    try:
        answer = send(client, operation, parameters)
    except ClientError as error:
        text = f"{error.response['Error']['Code']} {error.response['Error']['Message']}".lower()
        if any(each in text for each in GONE):
            return False
        raise
    lists = [value for value in answer.values() if isinstance(value, list)]
    several = " " in kind.read or operation.startswith("List")  # answers with a list of resources
    return not several or not lists or any(lists)


def delete(client: Any, kind: Kind, known: Mapping[str, Any]) -> None:
    if kind.create == "CreateBucket" and known.get("forceDestroy"):
        empty(client, str(known["Bucket"]))
    for request in kind.delete:
        operation, parameters = parameters_of(request, known, client.meta.service_model)
        send(client, operation, parameters)


def empty(client: Any, bucket: str) -> None:
    """Delete all versions of a bucket's objects, as the provider does if `forceDestroy` is set."""
    answer = client.list_object_versions(Bucket=bucket)
    for each in (*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())):
        client.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])
