"""Rules for Amazon ECR."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import REPOSITORY
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be

GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide"
SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
IMMUTABLE = ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


@stack_rule(
    types=(REPOSITORY,),
    concern="security",
    severity="medium",
    title="ECR repository does not scan images on push",
    risk="Images with known vulnerabilities are deployed.",
    fix='image_scanning_configuration={"scan_on_push": True}',
    same_intent_as=("CKV_AWS_163",),
    aws_docs=f"{GUIDE}/image-scanning.html",
)
def ecr_repository_scan_on_push(repository: Resource, stack: Stack) -> Iterator[Finding]:
    path = "imageScanningConfiguration.scanOnPush"
    scanned = any_of(
        [
            equal(read(repository, path), option=True),
            *(
                scans_all(rule)
                for registry in stack.of_type(SCANNING)
                if (registry.region, registry.account) == (repository.region, repository.account)
                for rule in blocks(registry, "rules")
            ),
        ]
    )
    yield from found(not_(scanned), repository, path, expected=True)


def scans_all(rule: object) -> Truth:
    """Return whether a rule of the registry scans images pushed to any repository."""
    when = one_of(at(rule, "scanFrequency"), ("SCAN_ON_PUSH", "CONTINUOUS_SCAN"))
    filters = at(rule, "repositoryFilters")
    every: Truth = UNKNOWN
    if not is_unknown(filters):
        every = any_of(equal(at(each, "filter"), "*") for each in filters or ())
    return all_of([when, every])


@resource_rule(
    types=(REPOSITORY,),
    concern="security",
    severity="low",
    title="ECR repository is not encrypted with a KMS key",
    risk="Use of the encryption key is not recorded and cannot be restricted.",
    fix='encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}]',
    same_intent_as=("CKV_AWS_136",),
    aws_docs=f"{GUIDE}/encryption-at-rest.html",
)
def ecr_repository_kms_encryption(repository: Resource) -> Iterator[Finding]:
    path = "encryptionConfigurations"
    by_kms = any_of(
        one_of(at(block, "encryptionType"), ("KMS", "KMS_DSSE"))
        for block in blocks(repository, path)
    )
    yield from found(not_(by_kms), repository, path, "KMS")


@stack_rule(
    types=(REPOSITORY,),
    concern="availability",
    severity="low",
    title="ECR registry is not replicated to another region",
    risk=(
        "Instances in the standby region cannot pull images when the home region is unavailable."
    ),
    fix="add an ecr.ReplicationConfiguration with a rule to another region",
    aws_docs="https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    production=True,
)
def ecr_cross_region_replication(repository: Resource, stack: Stack) -> Iterator[Finding]:
    copied = any_of(leaves(each, repository) for each in stack.of_type(REPLICATION))
    because = f"images of {repository.name} are stored in one region only"
    yield from found(not_(copied), repository, "", "replication to another region", because=because)


def leaves(replication: Resource, repository: Resource) -> Truth:
    """Return whether a replication rule has another region as destination."""
    rules = read(replication, "replicationConfiguration.rules", [])
    if is_unknown(rules) or any(map(is_unknown, rules)):
        return UNKNOWN
    return any_of(goes(rule, repository) for rule in rules)


def goes(rule: dict[str, object], repository: Resource) -> Truth:
    destinations = rule.get("destinations", [])
    if is_unknown(destinations) or not isinstance(destinations, list):
        return UNKNOWN
    regions = [UNKNOWN if is_unknown(each) else at(each, "region") for each in destinations]
    away = any_of(
        UNKNOWN if is_unknown(each) or is_unknown(repository.region) else each != repository.region
        for each in regions
    )
    filters = rule.get("repositoryFilters", [])
    if filters == [] or away is False:
        return away
    name = read(repository, "name", UNKNOWN)
    if is_unknown(name) or is_unknown(filters) or not isinstance(filters, list):
        return UNKNOWN
    taken = any_of(begins(name, at(each, "filter")) for each in filters)
    return all_of([away, taken])


def begins(name: object, prefix: object) -> Truth:
    return UNKNOWN if is_unknown(prefix) else str(name).startswith(str(prefix))


@stack_rule(
    types=(REPOSITORY,),
    concern="cost",
    severity="low",
    title="ECR repository has no lifecycle policy",
    risk=(
        "Old images stay in the repository and are charged; "
        "machine-learning images have 5 to 20 GB each."
    ),
    fix=(
        "ecr.LifecyclePolicy(repository=repository.name, policy=...) with a rule that "
        "expires old images"
    ),
    aws_docs="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
)
def ecr_repository_lifecycle_policy(repository: Resource, stack: Stack) -> Iterator[Finding]:
    policies = stack.attached(repository, "repository", POLICY)
    drops: Truth = True if policies.found else (UNKNOWN if policies.unknown else False)
    because = f"no lifecycle policy expires images of {repository.name}"
    yield from found(not_(drops), repository, "", "a lifecycle policy", because=because)


RULES: tuple[Rule, ...] = (
    input_rule(
        "ecr-repository-immutable-tags",
        must_be("imageTagMutability", *IMMUTABLE, default="MUTABLE"),
        types=(REPOSITORY,),
        concern="security",
        severity="medium",
        title="ECR repository has mutable image tags",
        risk="The image behind a tag can change after it was tested.",
        fix='image_tag_mutability="IMMUTABLE"',
        same_intent_as=("CKV_AWS_51",),
        aws_docs=f"{GUIDE}/image-tag-mutability.html",
        production=True,
    ),
    ecr_repository_scan_on_push,
    ecr_repository_kms_encryption,
    ecr_cross_region_replication,
    ecr_repository_lifecycle_policy,
    input_rule(
        "ecr-registry-enhanced-scanning",
        must_be("scanType", "ENHANCED"),
        types=("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",),
        concern="security",
        severity="low",
        title="ECR registry scans images without Amazon Inspector",
        risk="Vulnerabilities of programming language packages are not found.",
        fix='scan_type="ENHANCED"',
        aws_docs="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html",
        production=True,
    ),
)
