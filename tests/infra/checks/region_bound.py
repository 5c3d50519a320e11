"""Values bound to one region or account that are handed to a resource of another."""

import base64
import re
from collections.abc import Iterator, Mapping

from tests.infra.checks.iam import Stack
from tests.infra.recorder import Recording

IMAGE = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/([a-z0-9._/-]+):")
ARN = re.compile(r"arn:aws:[a-z0-9-]+:([a-z]{2}-[a-z]+-\d):(\d{12}|):")
# Inputs that name another region or account on purpose: trust, copies, dashboards.
ELSEWHERE = {
    "assumeRolePolicy",
    "copyActions",
    "dashboardBody",
    "primaryKeyArn",
    "serverCertificateArn",
    "replicas",
    "standardsArn",
}
IDENTITY_POLICIES = ("aws:iam/", "aws:organizations/")  # may grant access to another region
REPOSITORY = "aws:ecr/repository:Repository"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


def texts(value: object, key: str = "") -> Iterator[str]:
    """Yield all texts of inputs, with user data decoded."""
    match value:
        case str():
            yield base64.b64decode(value).decode() if key == "userData" else value
        case Mapping():
            for name, item in value.items():
                if name not in ELSEWHERE:
                    yield from texts(item, name)
        case list():
            for item in value:
                yield from texts(item, key)


def findings(recording: Recording) -> list[str]:
    stack = Stack(recording)
    return sorted({*foreign(stack), *missing_images(stack)})


def foreign(stack: Stack) -> Iterator[str]:
    for each in stack.recording.resources:
        if not each.custom or not each.type.startswith("aws:"):
            continue
        if each.type.startswith(IDENTITY_POLICIES):
            continue
        region, account = stack.region(each), stack.account
        for text in texts(each.inputs):
            pairs = [(found[1], found[0], found[2]) for found in IMAGE.findall(text)]
            pairs += [(*found, "ARN") for found in ARN.findall(text)]
            for there, owner, what in pairs:
                if there != region:
                    yield f"{each}: {what} is in {there}, the resource in {region}"
                if owner and owner != account:
                    yield f"{each}: {what} is in account {owner}, the resource in {account}"


def repositories(stack: Stack) -> set[tuple[str, str]]:
    """Return the repositories of the stack, as region and name, with their replicas."""
    found = {
        (stack.region(each), str(each.inputs["name"]))
        for each in stack.recording.of_type(REPOSITORY)
    }
    for each in stack.recording.of_type(REPLICATION):
        for rule in each.inputs["replicationConfiguration"]["rules"]:
            prefixes = tuple(filtered["filter"] for filtered in rule["repositoryFilters"])
            found |= {
                (target["region"], name)
                for target in rule["destinations"]
                for _, name in found
                if name.startswith(prefixes)
            }
    return found


def missing_images(stack: Stack) -> Iterator[str]:
    """Yield users of an image whose repository the stack has not, or their role may not pull."""
    known = repositories(stack)
    for each in stack.recording.resources:
        for text in texts(each.inputs):
            for _, region, name in IMAGE.findall(text):
                if (region, name) not in known:
                    yield f"{each}: no repository {name} in {region}"
