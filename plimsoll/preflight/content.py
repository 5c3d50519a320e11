"""Images, artifacts, hosted zones, certificates and instance types that a stack refers to."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Graph, Resource, leaves
from plimsoll.preflight.account import Client, Result, is_absent

IMAGE = re.compile(
    r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^\s:@\"']+):([\w.-]+)"
)
GLOBAL = "us-east-1"  # region of the endpoints of global services
ARTIFACT = re.compile(r"s3://([a-z0-9.-]+)/(\S+)")
CERTIFICATE = re.compile(r"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/\S+")


def texts(resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield the known texts of inputs with their paths, user data decoded."""
    for path, text in leaves(resource.inputs):
        if not isinstance(text, str):
            continue
        yield path, text
        if path.endswith(("userData", "userDataBase64")):
            try:
                yield path, base64.b64decode(text, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                continue


def of_region(graph: Graph, region: str) -> Iterator[Resource]:
    return (each for each in graph.resources if each.region == region)


def check_images(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    """Yield each image in ECR that a resource of the region runs."""
    found = {
        match.groups()
        for each in of_region(graph, region)
        for _, text in texts(each)
        for match in IMAGE.finditer(text)
    }
    for account, home, repository, tag in sorted(found):
        message = f"{repository}:{tag} in {home}"
        try:
            client("ecr", home).describe_images(
                registryId=account, repositoryName=repository, imageIds=[{"imageTag": tag}]
            )
        except Exception as error:
            if not is_absent(error):
                raise
            fix = f"deploy plimsoll:stage bootstrap, then docker push IMAGE to {repository}:{tag}"
            yield Result("missing", "image", region, message, fix)
        else:
            yield Result("ok", "image", region, message)


def check_artifacts(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    """Yield each model artifact in S3 that a SageMaker model of the region loads."""
    for each in graph.of_type("aws:sagemaker/model:Model"):
        for path, text in texts(each):
            match = ARTIFACT.fullmatch(text)
            if each.region != region or not path.endswith("modelDataUrl") or match is None:
                continue
            bucket, key = match.groups()
            try:
                client("s3", region).head_object(Bucket=bucket, Key=key)
            except Exception as error:
                if not is_absent(error):
                    raise
                yield Result("missing", "artifact", region, text, f"aws s3 cp MODEL {text}")
            else:
                yield Result("ok", "artifact", region, text)


def check_zones(graph: Graph, client: Client) -> Iterator[Result]:
    """Yield the Route 53 hosted zones that the program looks up by name."""
    names = {
        str(lookup.arguments["name"])
        for each in graph.resources
        for lookup in each.lookups.values()
        if lookup.token.startswith("aws:route53/getZone:") and "name" in lookup.arguments
    }
    for name in sorted(names):
        dotted = f"{name.rstrip('.')}."
        zones = client("route53", GLOBAL).list_hosted_zones_by_name(DNSName=dotted)
        known = {zone["Name"] for zone in zones["HostedZones"]}
        if dotted in known:
            yield Result("ok", "hosted zone", GLOBAL, name)
        else:
            fix = f"aws route53 create-hosted-zone --name {name} --caller-reference 1; delegate it"
            yield Result("missing", "hosted zone", GLOBAL, name, fix)


def check_certificates(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    """Yield the existing ACM certificates that resources name by ARN."""
    found = {
        text
        for each in of_region(graph, region)
        for _, text in texts(each)
        if CERTIFICATE.fullmatch(text)
    }
    for arn in sorted(found):
        try:
            answer = client("acm", region).describe_certificate(CertificateArn=arn)
            status = answer["Certificate"]["Status"]
        except Exception as error:
            if not is_absent(error):
                raise
            status = "absent"
        if status == "ISSUED":
            yield Result("ok", "certificate", region, arn)
        else:
            fix = "request or import it in this region, and set its ARN"
            yield Result("missing", "certificate", region, f"{arn} is {status.lower()}", fix)


def check_offerings(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    """Yield the instance types that a zone of the stack does not offer."""
    subnets = graph.of_type("aws:ec2/subnet:Subnet")
    zones = {
        str(each.inputs["availabilityZone"])
        for each in subnets
        if each.region == region and isinstance(each.inputs.get("availabilityZone"), str)
    }
    types = sorted(instance_types_of(graph, region))
    if not zones or not types:
        return
    pages = (
        client("ec2", region)
        .get_paginator("describe_instance_type_offerings")
        .paginate(
            LocationType="availability-zone",
            Filters=[{"Name": "instance-type", "Values": types}],
        )
    )
    offered = {
        (each["InstanceType"], each["Location"])
        for page in pages
        for each in page["InstanceTypeOfferings"]
    }
    for instance_type in types:
        missing = sorted(zone for zone in zones if (instance_type, zone) not in offered)
        message = f"{instance_type} in {', '.join(missing or sorted(zones))}"
        if missing:
            fix = "use other zones, or remove the type"
            yield Result("missing", "offering", region, f"not offered: {message}", fix)
        else:
            yield Result("ok", "offering", region, message)


def instance_types_of(graph: Graph, region: str) -> set[str]:
    """Return the EC2 instance types of fleets, instances and batch environments."""
    kinds = (
        "aws:autoscaling/group:Group",
        "aws:ec2/instance:Instance",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:eks/nodeGroup:NodeGroup",
        "aws:batch/computeEnvironment:ComputeEnvironment",
    )
    found: set[str] = set()
    for each in graph.of_type(*kinds):
        if each.region == region:
            found |= set(typed(each.inputs))
    return found


def typed(inputs: Mapping[str, Any]) -> Iterator[str]:
    for path, text in leaves(inputs):
        if re.search(r"instanceTypes?(\[\d+\])?$", path) and re.fullmatch(
            r"[a-z][\w-]*\.[\w-]+", text
        ):
            yield text
