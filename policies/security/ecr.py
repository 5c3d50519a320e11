"""What keeps images what they were when they were tested."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_open,
    not_,
    one_of,
    read,
    want,
)
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide"
REPOSITORY = "aws:ecr/repository:Repository"
SCANNING = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
IMMUTABLE = ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")


@resource_rule(
    types=(REPOSITORY,),
    concern="security",
    severity="medium",
    fix='image_tag_mutability="IMMUTABLE"',
    same_intent_as=("CKV_AWS_51",),
    url=f"{GUIDE}/image-tag-mutability.html",
)
def image_tags_immutable(repository: Resource) -> Iterator[Finding]:
    """A tag names one image for ever: what is deployed is what was tested."""
    yield from want(repository, "imageTagMutability", *IMMUTABLE, default="MUTABLE")


@stack_rule(
    types=(REPOSITORY,),
    concern="security",
    severity="medium",
    fix='image_scanning_configuration={"scan_on_push": True}',
    same_intent_as=("CKV_AWS_163",),
    url=f"{GUIDE}/image-scanning.html",
)
def images_scanned(repository: Resource, stack: Stack) -> Iterator[Finding]:
    """An image is looked through for known holes when it is pushed."""
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
    yield from found(not_(scanned), repository, path, wanted=True)


def scans_all(rule: object) -> Truth:
    """Whether a rule of the registry scans what is pushed to any of its repositories."""
    when = one_of(at(rule, "scanFrequency"), ("SCAN_ON_PUSH", "CONTINUOUS_SCAN"))
    filters = at(rule, "repositoryFilters")
    every: Truth = UNKNOWN
    if not is_open(filters):
        every = any_of(equal(at(each, "filter"), "*") for each in filters or ())
    return all_of([when, every])


@resource_rule(
    types=(REPOSITORY,),
    concern="security",
    severity="low",
    fix='encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}]',
    same_intent_as=("CKV_AWS_136",),
    url=f"{GUIDE}/encryption-at-rest.html",
)
def images_encrypted_by_kms(repository: Resource) -> Iterator[Finding]:
    """Images are encrypted by a key of KMS, whose every use is recorded."""
    path = "encryptionConfigurations"
    by_kms = any_of(
        one_of(at(block, "encryptionType"), ("KMS", "KMS_DSSE"))
        for block in blocks(repository, path)
    )
    yield from found(not_(by_kms), repository, path, "KMS")
