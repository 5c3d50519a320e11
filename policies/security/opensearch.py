"""What keeps a search domain's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.tokens import DOMAINS
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    given,
    is_open,
    not_,
    read,
    stated,
    want,
)
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide"


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="critical",
    fix='encrypt_at_rest={"enabled": True}',
    same_intent_as=("CKV_AWS_5",),
    url=f"{GUIDE}/encryption-at-rest.html",
)
def search_encrypted_at_rest(domain: Resource) -> Iterator[Finding]:
    """A domain's indices, logs and snapshots are encrypted."""
    yield from want(domain, "encryptAtRest.enabled", True)


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="high",
    fix='node_to_node_encryption={"enabled": True}',
    same_intent_as=("CKV_AWS_6",),
    url=f"{GUIDE}/ntn.html",
)
def search_encrypted_between_nodes(domain: Resource) -> Iterator[Finding]:
    """The nodes of a domain, where it has several, talk to each other over TLS."""
    path = "nodeToNodeEncryption.enabled"
    plain = not_(equal(read(domain, path), option=True))
    yield from found(all_of([several_nodes(domain), plain]), domain, path, wanted=True)


def several_nodes(domain: Resource) -> Truth:
    config = "clusterConfig"
    others = ("dedicatedMasterEnabled", "warmEnabled", "multiAzWithStandbyEnabled")
    return any_of(
        [
            at_least(read(domain, f"{config}.instanceCount", 1), 2),
            *(equal(read(domain, f"{config}.{each}"), option=True) for each in others),
        ]
    )


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="high",
    fix='domain_endpoint_options={"enforce_https": True}',
    same_intent_as=("CKV_AWS_83",),
    url=f"{GUIDE}/infrastructure-security.html",
)
def search_https_only(domain: Resource) -> Iterator[Finding]:
    """A domain answers over HTTPS only; what says nothing of its endpoint answers over HTTP too."""
    block, path = "domainEndpointOptions", "domainEndpointOptions.enforceHttps"
    default = True if stated(domain, block) else None
    enforced = equal(read(domain, path, default), option=True)
    yield from found(not_(enforced), domain, path, wanted=True)


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="medium",
    fix='domain_endpoint_options={"tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10"}',
    same_intent_as=("CKV_AWS_228",),
    url=f"{GUIDE}/infrastructure-security.html",
)
def search_tls_1_2(domain: Resource) -> Iterator[Finding]:
    """A domain speaks no TLS older than 1.2; unless it says so, it speaks 1.0."""
    path = "domainEndpointOptions.tlsSecurityPolicy"
    policy = read(domain, path)
    old = UNKNOWN if is_open(policy) else not str(policy).startswith("Policy-Min-TLS-1-2")
    yield from found(old, domain, path, "Policy-Min-TLS-1-2-PFS-2023-10")


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="critical",
    fix='vpc_options={"subnet_ids": [...], "security_group_ids": [...]}',
    same_intent_as=("CKV_AWS_137",),
    url=f"{GUIDE}/vpc.html",
)
def search_in_vpc(domain: Resource) -> Iterator[Finding]:
    """A domain's endpoint is in a network of ours, not on the internet."""
    inside = given(domain, "vpcOptions")
    yield from found(not_(inside), domain, "vpcOptions", "subnets of ours")


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="high",
    fix='advanced_security_options={"enabled": True, ...}',
    same_intent_as=("CKV2_AWS_52",),
    url=f"{GUIDE}/fgac.html",
)
def search_fine_grained_access(domain: Resource) -> Iterator[Finding]:
    """Who may read which index is decided user by user."""
    yield from want(domain, "advancedSecurityOptions.enabled", True)
