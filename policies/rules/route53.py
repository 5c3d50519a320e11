"""Rules for Amazon Route 53."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.references import leads_to
from policies.engine.selectors.tokens import DISTRIBUTION, LOAD_BALANCER
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_not_be

ZONE = "aws:route53/zone:Zone"
SIGNING = "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"
SIGNING_KEY = "aws:route53/keySigningKey:KeySigningKey"
ID, STATUS = "hostedZoneId", "signingStatus"
ASSOCIATION = "aws:route53/zoneAssociation:ZoneAssociation"
RECORD = "aws:route53/record:Record"
GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide"
ADDRESSES = ("A", "AAAA", "CNAME")  # record types that clients resolve
NO_HEALTH = ".cloudfront.net"  # evaluate_target_health must be false
CHOOSING = (
    "failoverRoutingPolicies",
    "weightedRoutingPolicies",
    "latencyRoutingPolicies",
    "geolocationRoutingPolicies",
    "geoproximityRoutingPolicy",
    "multivalueAnswerRoutingPolicy",
)
MINUTE = 60  # seconds


@stack_rule(
    types=(ZONE,),
    concern="security",
    severity="low",
    title="Route 53 public hosted zone has no DNSSEC signing",
    risk="Forged DNS answers can redirect users.",
    fix="route53.KeySigningKey and route53.HostedZoneDnsSec for the zone",
    same_intent_as=("CKV2_AWS_38",),
    aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
)
def route53_zone_dnssec_signing(zone: Resource, stack: Stack) -> Iterator[Finding]:
    broken = all_of([not_(is_private(zone, stack)), not_(is_signed(zone, stack))])
    because = f"DNSSEC signing of {zone.name} is not enabled"
    yield from found(broken, zone, "", "DNSSEC", because=because)


def is_private(zone: Resource, stack: Stack) -> Truth:
    associations = stack.of_type(ASSOCIATION)
    joined = (leads_to(stack, each, "zoneId", zone, "zoneId") for each in associations)
    return any_of([given(zone, "vpcs"), *joined])


def is_signed(zone: Resource, stack: Stack) -> Truth:
    return any_of(
        all_of([of_zone(signing, zone, stack), not_(equal(read(signing, STATUS), "NOT_SIGNING"))])
        for signing in stack.of_type(SIGNING)
    )


def of_zone(signing: Resource, zone: Resource, stack: Stack) -> Truth:
    """Return whether a DNSSEC resource names the zone, or a key of the zone."""
    keys = stack.of_type(SIGNING_KEY)
    through = (
        all_of([leads_to(stack, signing, ID, key, ID), leads_to(stack, key, ID, zone, "zoneId")])
        for key in keys
    )
    return any_of([leads_to(stack, signing, ID, zone, "zoneId"), *through])


@stack_rule(
    types=(RECORD,),
    concern="availability",
    severity="medium",
    title="Route 53 record with several targets has no health check",
    risk="DNS keeps answering with targets that are down.",
    fix=(
        'aliases=[{"evaluate_target_health": True, ...}], or health_check_id on records'
        " other than aliases"
    ),
    aws_docs=f"{GUIDE}/dns-failover-determining-health-of-endpoints.html",
    production=True,
)
def route53_record_health_check(record: Resource, stack: Stack) -> Iterator[Finding]:
    checked = given(record, "healthCheckId")
    for path, alias in items(record, "aliases"):
        health = equal(at(alias, "evaluateTargetHealth"), option=True)
        excused = has_no_health(record, f"{path}.name", stack)
        broken = all_of([not_(any_of([checked, health])), not_(excused)])
        yield from found(broken, record, f"{path}.evaluateTargetHealth", expected=True)
    if not is_set(record, "aliases"):
        choosing = any_of(is_specified(record, path) for path in CHOOSING)
        protocol_matches = one_of(read(record, "type"), ADDRESSES)
        broken = all_of([choosing, protocol_matches, not_(checked)])
        yield from found(broken, record, "healthCheckId", "a health check of the target")


def is_specified(record: Resource, path: str) -> Truth:
    value = read(record, path)
    return value if is_unknown(value) else is_set(record, path) and value is not False


def has_no_health(record: Resource, path: str, stack: Stack) -> Truth:
    """Return whether an alias points to CloudFront."""
    if isinstance(stack.follow(record, path, DISTRIBUTION), Resource):
        return True
    name = read(record, path, "")
    if not is_unknown(name):
        return str(name).rstrip(".").endswith(NO_HEALTH)
    balancer = stack.follow(record, path, LOAD_BALANCER)
    return False if isinstance(balancer, Resource) else UNKNOWN


@resource_rule(
    types=(RECORD,),
    concern="availability",
    severity="low",
    title="Route 53 failover record has a TTL above 60 seconds",
    risk="Clients keep using the failed target until their cache expires.",
    fix="ttl=60",
    aws_docs=f"{GUIDE}/best-practices-dns.html",
    production=True,
    settings={"seconds": "maximum TTL of a failover record, in seconds"},
)
def route53_failover_record_ttl(record: Resource, *, seconds: int = MINUTE) -> Iterator[Finding]:
    choosing = any_of(is_specified(record, path) for path in CHOOSING)
    protocol_matches = one_of(read(record, "type"), ADDRESSES)
    timed = is_specified(record, "ttl")
    slow = not_(at_most(read(record, "ttl", 0), seconds))
    broken = all_of([choosing, protocol_matches, timed, slow])
    yield from found(broken, record, "ttl", f"{seconds} or less")


@stack_rule(
    types=("aws:route53/zone:Zone",),
    concern="operations",
    severity="low",
    title="Route 53 public zone logs no queries",
    risk="Attacks on names and misconfigured records leave no record.",
    fix="route53.QueryLog(zone_id=zone.zone_id, cloudwatch_log_group_arn=group.arn)",
    same_intent_as=("CKV2_AWS_39", "route53_public_hosted_zones_cloudwatch_logging_enabled"),
    aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
    regulated=True,
)
def route53_zone_query_logging(resource: Resource, stack: Stack) -> Iterator[Finding]:
    private = is_set(resource, "vpcs")
    logging = stack.attached(resource, "zoneId", "aws:route53/queryLog:QueryLog")
    because = f"no QueryLog exists for {resource.name}"
    yield from found(
        all_of([not_(private), not_(logging.exist)]), resource, "", "a query log", because=because
    )


RULES: tuple[Rule, ...] = (
    route53_zone_dnssec_signing,
    route53_record_health_check,
    route53_failover_record_ttl,
    route53_zone_query_logging,
    input_rule(
        "route53-domain-transfer-lock",
        must_not_be("transferLock", False, expected=True),
        types=(
            "aws:route53domains/registeredDomain:RegisteredDomain",
            "aws:route53domains/domain:Domain",
        ),
        concern="security",
        severity="high",
        title="Route 53 domain has no transfer lock",
        risk="The domain can be moved to another registrar with a stolen code.",
        fix="transfer_lock=True",
        same_intent_as=("CKV_AWS_377", "route53_domains_transferlock_enabled"),
        aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html",
    ),
    input_rule(
        "route53-domain-privacy",
        must_not_be("registrantPrivacy", False, expected=True),
        must_not_be("adminPrivacy", False, expected=True),
        must_not_be("techPrivacy", False, expected=True),
        types=(
            "aws:route53domains/registeredDomain:RegisteredDomain",
            "aws:route53domains/domain:Domain",
        ),
        concern="security",
        severity="low",
        title="Route 53 domain publishes its contacts",
        risk="Names and addresses of staff are used for phishing.",
        fix="registrant_privacy=True, admin_privacy=True, tech_privacy=True",
        same_intent_as=("route53_domains_privacy_protection_enabled",),
        aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-privacy-protection.html",
    ),
    input_rule(
        "route53-domain-auto-renew",
        must_not_be("autoRenew", False, expected=True),
        types=(
            "aws:route53domains/registeredDomain:RegisteredDomain",
            "aws:route53domains/domain:Domain",
        ),
        concern="availability",
        severity="medium",
        title="Route 53 domain is not renewed automatically",
        risk="The domain expires and can be registered by others.",
        fix="auto_renew=True",
        aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-enable-disable-auto-renewal.html",
    ),
    input_rule(
        "route53-dns-firewall-fail-closed",
        must_not_be("firewallFailOpen", "ENABLED", expected="DISABLED"),
        types=("aws:route53/resolverFirewallConfig:ResolverFirewallConfig",),
        concern="security",
        severity="low",
        title="Route 53 DNS Firewall lets queries pass when it fails",
        risk="Blocked names can be resolved during an impairment.",
        fix='firewall_fail_open="DISABLED"',
        aws_docs="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-configuration.html",
        production=True,
    ),
)
