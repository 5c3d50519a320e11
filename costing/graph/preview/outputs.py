"""Outputs of a resource that the program receives before deployment.

Inputs are returned as the provider returns them. All other outputs are unknown; texts are
placeholders (placeholder_values.py). With assumed ids, the id, the ARN and automatic names are
generated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costing.graph.preview import output_kinds
from costing.graph.preview.lookups.regions import partition_of
from costing.graph.preview.placeholder_values import ACCOUNT, Placeholders, digits
from costing.graph.preview.values import Output, plain
from costing.graph.resource import Reference
from costing.model import GLOBAL, UNKNOWN

# Prefixes of EC2 ids; 17 digits follow, the first of which is 0.
PREFIXES = {
    "aws:ebs/snapshot:Snapshot": "snap-",
    "aws:ebs/volume:Volume": "vol-",
    "aws:ec2/ami:Ami": "ami-",
    "aws:ec2/customerGateway:CustomerGateway": "cgw-",
    "aws:ec2/eip:Eip": "eipalloc-",
    "aws:ec2/instance:Instance": "i-",
    "aws:ec2/internetGateway:InternetGateway": "igw-",
    "aws:ec2/launchTemplate:LaunchTemplate": "lt-",
    "aws:ec2/natGateway:NatGateway": "nat-",
    "aws:ec2/networkAcl:NetworkAcl": "acl-",
    "aws:ec2/networkInterface:NetworkInterface": "eni-",
    "aws:ec2/routeTable:RouteTable": "rtb-",
    "aws:ec2/securityGroup:SecurityGroup": "sg-",
    "aws:ec2/subnet:Subnet": "subnet-",
    "aws:ec2/vpc:Vpc": "vpc-",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce-",
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "pcx-",
    "aws:ec2transitgateway/transitGateway:TransitGateway": "tgw-",
    "aws:efs/accessPoint:AccessPoint": "fsap-",
    "aws:efs/fileSystem:FileSystem": "fs-",
}
# Outputs that the provider generates if the program does not set them.
NAMES = ("name", "bucket", "keyName", "identifier", "clusterIdentifier", "family")
ARN_SERVICES = {"ebs": "ec2", "lb": "elasticloadbalancing"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Response to the registration of a resource."""

    id: str
    outputs: Mapping[str, Any]
    made_of: Mapping[str, Sequence[str]]  # output → numbers of the outputs that it is computed from


@dataclass(frozen=True, slots=True)
class Subject:
    """The registered resource."""

    urn: str
    type: str
    name: str
    region: str | None
    known_id: str | None = None  # of an existing resource: read or imported
    secret: tuple[str, ...] = ()  # outputs that are kept secret


def answer(
    subject: Subject,
    inputs: Mapping[str, Any],
    references: Mapping[str, Sequence[Reference]],
    placeholders: Placeholders,
) -> Answer:
    """Return the id and outputs of a custom resource, as a real preview does."""
    declared = output_kinds.outputs(subject.type)
    echoed = {key: output_kinds.fit(value, declared.get(key)) for key, value in inputs.items()}
    if "region" in declared and subject.region not in (None, GLOBAL):
        echoed.setdefault("region", subject.region)
    made = {key: value for key, value in texts(subject, placeholders).items() if key not in echoed}
    made_of = {key: origins(subject.urn, key, references, placeholders) for key in echoed}
    for key in {*declared, *subject.secret}.difference(echoed):
        made_of[key] = [placeholders.mark(subject.urn, key)]
    outputs = {**echoed, **made}
    secret = {key: Output(plain(outputs.get(key, UNKNOWN)), secret=True) for key in subject.secret}
    return Answer(identity(subject, placeholders), {**outputs, **secret}, made_of)


def origins(
    urn: str, key: str, references: Mapping[str, Sequence[Reference]], placeholders: Placeholders
) -> list[str]:
    """Return the numbers of the outputs that an output is computed from, by way of its input."""
    found = {
        reference
        for path, each in references.items()
        if path == key or path.startswith((f"{key}.", f"{key}["))
        for reference in each
    }
    marks = (placeholders.mark(each.urn, each.property) for each in found if each.property)
    return [placeholders.mark(urn), *sorted(marks)]


def identity(subject: Subject, placeholders: Placeholders) -> str:
    """Return the resource's id; empty for a resource that is read by an unknown id."""
    if subject.known_id is not None:
        return subject.known_id
    placeholders.identified.add(subject.urn)
    if not placeholders.assume_ids:
        return placeholders.placeholder(subject.urn, "id")
    reference = Reference(subject.urn, "id")
    if subject.type in PREFIXES:
        core = "0" + digits(subject.urn, "id", length=16)
        return placeholders.remember(PREFIXES[subject.type] + core, core, reference)
    core = digits(subject.urn, "id", length=12)
    return placeholders.remember(f"{subject.name}-{core}", core, reference)


def texts(subject: Subject, placeholders: Placeholders) -> dict[str, str]:
    """Return placeholders for the unknown text outputs of an AWS resource."""
    if not placeholders.assume_ids:
        declared = output_kinds.outputs(subject.type)
        found = (key for key, kind in declared.items() if kind == "text")
        return {key: placeholders.placeholder(subject.urn, key) for key in found}
    return names(subject, placeholders) if subject.known_id is None else {}


def names(subject: Subject, placeholders: Placeholders) -> dict[str, str]:
    """Return a generated ARN and generated names for an AWS resource."""
    declared = output_kinds.outputs(subject.type)
    made = {}
    for key in (each for each in NAMES if declared.get(each) == "text"):
        core = digits(subject.urn, key, length=12)
        reference = Reference(subject.urn, key)
        made[key] = placeholders.remember(f"{subject.name}-{core}", core, reference)
    if declared.get("arn") == "text":
        core = "0" + digits(subject.urn, "arn", length=16)
        made["arn"] = placeholders.remember(arn(subject, core), core, Reference(subject.urn, "arn"))
    return made


def arn(subject: Subject, core: str) -> str:
    _, module, kind = subject.type.split(":")
    service = module.partition("/")[0]
    service = ARN_SERVICES.get(service, service)
    partition = partition_of(subject.region)
    if service == "s3":
        return f"arn:{partition}:s3:::{subject.name.lower()}-{core}"
    region = "" if subject.region in (None, GLOBAL) else subject.region
    path = f"{kind[0].lower()}{kind[1:]}/{PREFIXES.get(subject.type, subject.name + '-')}{core}"
    return f"arn:{partition}:{service}:{region}:{ACCOUNT}:{path}"
