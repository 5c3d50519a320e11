"""Recordings of single components with existing VPC, subnets, keys and log bucket."""

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from infra.aws.key import DOMAINS
from infra.aws.listener import Listener
from infra.aws.subnets import Subnets
from infra.configuration import read_settings
from infra.context import Context
from infra.deployment import Deployment
from infra.operations.observability import add_observability
from infra.region import primary_region
from tests.infra.recorder import ACCOUNT, REGION, Answer, Recording, record
from tests.infra.stacks import ZONES, changed

VPC = "<aws:ec2/vpc:Vpc::network.id>"
LOG_BUCKET = "<aws:s3/bucket:Bucket::storage-logs.id>"
DATA_BUCKET_ARN = "<aws:s3/bucket:Bucket::storage-data.arn>"


def subnets(tier: str) -> Subnets:
    """Return existing subnets of a tier: public, private or data."""
    ids = {zone: f"<aws:ec2/subnet:Subnet::network-{tier}-{zone}.id>" for zone in ZONES}
    return Subnets(VPC, ids)


def listener() -> Listener:
    return Listener(
        arn="<aws:lb/listener:Listener::load-balancer-https.arn>",
        load_balancer_suffix=pulumi.Output.from_input(
            "<aws:lb/loadBalancer:LoadBalancer::load-balancer.arnSuffix>"
        ),
        security_group_id="<aws:ec2/securityGroup:SecurityGroup::load-balancer.id>",
    )


def deployment(stack: str = "prod", changes: Mapping[str, Any] | None = None) -> Deployment:
    """Return a deployment of a stack's settings, in which no component exists yet."""
    settings = read_settings(changed(stack, changes or {}), "plimsoll")
    keys = {domain: f"<aws:kms/key:Key::keys-{domain}.arn>" for domain in DOMAINS}
    context = Context(
        project="plimsoll",
        environment=settings.environment,
        region=REGION,
        account=ACCOUNT,
        data_classification=settings.data_classification,
        protected=settings.protected,
        log_retention_days=settings.observability.log_retention_days,
        log_key_arn=keys["logs"],
    )
    return Deployment(settings, context, ZONES, {**keys})


def alone(
    program: Callable[[Deployment], object],
    stack: str = "prod",
    changes: Mapping[str, Any] | None = None,
) -> Recording:
    """Return what a component and the observability of its alarms and events register."""
    return cached(program, stack, json.dumps(changes or {}))


@functools.cache
def cached(program: Callable[[Deployment], object], stack: str, changes: str) -> Recording:
    d = deployment(stack, json.loads(changes))

    def component() -> None:
        program(d)
        add_observability(d)

    return record(component)


def primary(changes: Mapping[str, Any], answers: Mapping[str, Answer] | None = None) -> Recording:
    """Return the provider, keys and permissions boundary of the primary region."""
    settings = read_settings(changed("prod", changes), "plimsoll")
    return record(lambda: primary_region(settings, "plimsoll") and None, answers)


def permissions_of(
    program: Callable[[Deployment], object],
    stack: str = "prod",
    changes: Mapping[str, Any] | None = None,
) -> list[Mapping[str, Any]]:
    """Return the IAM statements that a component gives its clients."""
    d = deployment(stack, changes)
    record(lambda: program(d) and None)
    return list(d.permissions)
