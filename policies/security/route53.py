"""What keeps answers about our names from being forged."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.references import leads_to
from policies.reading.stack import Stack
from policies.reading.values import Truth, all_of, any_of, equal, found, given, not_, read
from policies.rule import stack_rule

ZONE = "aws:route53/zone:Zone"
SIGNING = "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"
SIGNING_KEY = "aws:route53/keySigningKey:KeySigningKey"
ID, STATUS = "hostedZoneId", "signingStatus"
ASSOCIATION = "aws:route53/zoneAssociation:ZoneAssociation"


@stack_rule(
    types=(ZONE,),
    concern="security",
    severity="low",
    fix="route53.KeySigningKey and route53.HostedZoneDnsSec for the zone",
    same_intent_as=("CKV2_AWS_38",),
    url="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
)
def public_zone_signed(zone: Resource, stack: Stack) -> Iterator[Finding]:
    """The world can tell a zone's answers from forged ones."""
    broken = all_of([not_(is_private(zone, stack)), not_(is_signed(zone, stack))])
    because = f"{zone.name} is not signed"
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
    """Whether a signing names the zone, or takes it from a key of the zone."""
    keys = stack.of_type(SIGNING_KEY)
    through = (
        all_of([leads_to(stack, signing, ID, key, ID), leads_to(stack, key, ID, zone, "zoneId")])
        for key in keys
    )
    return any_of([leads_to(stack, signing, ID, zone, "zoneId"), *through])
