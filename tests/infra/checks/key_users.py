"""Users of customer managed KMS keys: each must be allowed what AWS documents for it.

A service principal and a service-linked role must be named by the key policy itself: a grant to
the account's root delegates to IAM policies, which neither of them has.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from tests.infra.checks.iam import Request, Role, Stack, listed, matches, statements_of
from tests.infra.checks.key_uses import (
    CALLER_USES,
    DATA_USES,
    LINKED_ROLE_USES,
    OBJECT_READS,
    OBJECT_WRITES,
    REPLICAS,
    ROLE_USES,
    SERVICE_USES,
    DataUse,
)
from tests.infra.recorder import Recording, Registered

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
KEYS = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")
READ, WRITE = ("kms:Decrypt",), ("kms:GenerateDataKey",)


def at(inputs: object, path: str) -> object:
    """Return the value at a path; lists are passed through their first item."""
    for part in path.split("."):
        inputs = inputs[0] if isinstance(inputs, list) and inputs else inputs
        inputs = inputs.get(part) if isinstance(inputs, Mapping) else None
    return inputs


def key_of(stack: Stack, value: object) -> Registered | None:
    found = [each for each in stack.recording.referred(value) if each.type in KEYS]
    return found[0] if found else None


def alias_of(stack: Stack, key: Registered) -> str:
    aliases = [
        each.inputs["name"]
        for each in stack.recording.of_type("aws:kms/alias:Alias")
        if key in stack.recording.referred(each.inputs["targetKeyId"])
    ]
    return aliases[0] if aliases else ""


def key_request(stack: Stack, key: Registered, action: str, service: str) -> Request:
    """Return a request for a key through a service; without service a direct one."""
    region = stack.region(key)
    via = {"kms:ViaService": [f"{service}.{region}.amazonaws.com"]} if service else {}
    aliases = {"kms:ResourceAliases": [alias_of(stack, key)]}
    own = {
        "kms:CallerAccount": [stack.account],
        "aws:SourceAccount": [stack.account],
        "kms:EncryptionContext:SourceArn": [f"arn:aws:logs:{region}:{stack.account}:*"],
        "kms:GrantIsForAWSResource": ["true"],
    }
    resource = f"arn:aws:kms:{region}:{stack.account}:key/1"
    return Request(action, resource, {**via, **aliases, **own})


def names_principal(principal: object, kind: str, name: str) -> bool:
    if principal == "*":
        return True
    return name in listed(principal.get(kind, [])) or (  # type: ignore[attr-defined]
        kind == "AWS" and principal.get("AWS") == "*"  # type: ignore[attr-defined]
    )


def key_policy_allows(key: Registered, kind: str, principal: str, request: Request) -> bool:
    """Return True if the key policy itself allows a principal, apart from the root user."""
    statements = [
        each
        for each in statements_of(key.inputs["policy"])
        if names_principal(each["Principal"], kind, principal)
    ]
    return any(each["Effect"] == "Allow" and matches(each, request) for each in statements)


def encrypted_buckets(stack: Stack) -> Iterator[tuple[Registered, Registered]]:
    """Yield each bucket with the customer managed key of its default encryption."""
    for each in stack.recording.of_type(ENCRYPTION):
        if key := key_of(stack, each.inputs["rules"]):
            yield stack.recording.follow(each.inputs["bucket"]), key


def findings(recording: Recording) -> list[str]:
    stack = Stack(recording)
    return sorted(
        [
            *refused_services(stack),
            *refused_linked_roles(stack),
            *refused_readers(stack),
            *refused_callers(stack),
            *refused_roles(stack),
        ]
    )


def refused_services(stack: Stack) -> Iterator[str]:
    for use in SERVICE_USES:
        for each in stack.recording.of_type(use.type):
            key = key_of(stack, at(each.inputs, use.path))
            for name in use.principals if key else ():
                principal = f"{name.format(region=stack.region(each))}.amazonaws.com"
                for action in use.actions:
                    if key and not key_policy_allows(
                        key, "Service", principal, service_request(stack, each, key, action)
                    ):
                        yield f"{key.name}: {principal} needs {action} for {each}; {use.page}"


def service_request(stack: Stack, resource: Registered, key: Registered, action: str) -> Request:
    request = key_request(stack, key, action, "")
    name = resource.inputs.get("name", resource.name)
    log = stack.arn(resource, "logs", f"log-group:{name}")
    more = {
        "kms:EncryptionContext:aws:logs:arn": [log],
        "aws:SourceArn": [
            stack.arn(resource, "cloudtrail", f"trail/{name}"),
            stack.arn(resource, "logs", "*"),
        ],
    }
    return Request(request.action, request.resource, {**request.keys, **more})


def refused_linked_roles(stack: Stack) -> Iterator[str]:
    keys = {bucket.name: (bucket, key) for bucket, key in encrypted_buckets(stack)}
    for use in LINKED_ROLE_USES:
        for each in stack.recording.of_type(use.type):
            text = json.dumps(at(each.inputs, use.path))
            read = {found.name for found in stack.recording.referred(text)}
            for bucket, key in keys.values():
                if bucket.name not in read and f"s3://{bucket.inputs['bucket']}" not in text:
                    continue
                arn = f"arn:aws:iam::{stack.account}:role/aws-service-role/{use.role}"
                for action in use.actions:
                    request = key_request(stack, key, action, "s3")
                    keys_of = {**request.keys, "aws:PrincipalArn": [arn]}
                    named = Request(action, request.resource, keys_of)
                    if not key_policy_allows(key, "AWS", arn, named):
                        yield f"{key.name}: {use.role} needs {action} for {each}; {use.page}"


def refused_readers(stack: Stack) -> Iterator[str]:
    """Yield roles that may read or write encrypted data without its key."""
    buckets = [
        (bucket, key, f"arn:aws:s3:::{bucket.inputs['bucket']}/*", "s3", OBJECT_READS,
         OBJECT_WRITES)
        for bucket, key in encrypted_buckets(stack)
    ]  # fmt: skip
    others = [
        (each, key, data_arn(stack, each, use), use.service, use.reads, use.writes)
        for use in DATA_USES
        for each in stack.recording.of_type(use.type)
        if (key := key_of(stack, at(each.inputs, use.path)))
    ]
    for role in stack.roles():
        for resource, key, arn, service, reads, writes in (*buckets, *others):
            wanted = [
                *(READ if may(role, reads, arn) else ()),
                *(WRITE if may(role, writes, arn) else ()),
                *(("kms:Encrypt",) if service == "s3" and may(role, REPLICAS, arn) else ()),
            ]
            for action in wanted:
                if not role.allows(key_request(stack, key, action, service)):
                    yield f"{role.name}: needs {action} on {key.name} for {resource}"


def data_arn(stack: Stack, resource: Registered, use: DataUse) -> str:
    return use.resource.format(
        region=stack.region(resource), account=stack.account, name=resource.inputs["name"]
    )


def may(role: Role, actions: Sequence[str], arn: str) -> bool:
    """Return True if an inline policy allows one of the actions on a part of the resource."""
    return any(
        each["Effect"] == "Allow"
        and any(overlaps(resource, arn) for resource in listed(each.get("Resource", [])))
        and any(matches(each, Request(action, listed(each["Resource"])[0])) for action in actions)
        for each in role.inline
        if "Resource" in each and "Condition" not in each
    )


def overlaps(resource: str, arn: str) -> bool:
    return resource.startswith(arn.rstrip("*")) or resource == arn


def refused_callers(stack: Stack) -> Iterator[str]:
    for kind, path, call, actions in CALLER_USES:
        for each in stack.recording.of_type(kind):
            key = key_of(stack, at(each.inputs, path))
            for role in stack.roles() if key else ():
                calls = any(
                    statement["Effect"] == "Allow" and call in listed(statement.get("Action", []))
                    for statement in role.inline
                )
                for action in actions if calls else ():
                    if key and not role.allows(key_request(stack, key, action, "")):
                        yield f"{role.name}: calls {call} and needs {action} on {key.name}"


def refused_roles(stack: Stack) -> Iterator[str]:
    for kind, path, key_path, actions, service in ROLE_USES:
        for each in stack.recording.of_type(kind):
            key = key_of(stack, at(each.inputs, key_path))
            for role in own_roles(stack, each, path) if key else ():
                for action in actions:
                    if key and not role.allows(key_request(stack, key, action, service)):
                        yield f"{role.name}: needs {action} on {key.name} for {each}"


def own_roles(stack: Stack, resource: Registered, path: str) -> Iterator[Role]:
    """Yield the roles at a path, which may start at the recorder of the region or the model."""
    if path.startswith("recorder."):
        for each in stack.recording.of_type("aws:cfg/recorder:Recorder"):
            if stack.region(each) == stack.region(resource):
                yield stack.role_of(at(each.inputs, path.removeprefix("recorder.")))
    elif path.startswith("model."):
        model = stack.recording.follow(at(resource.inputs, "productionVariants.modelName"))
        yield stack.role_of(at(model.inputs, path.removeprefix("model.")))
    else:
        yield stack.role_of(at(resource.inputs, path))
