"""Rules for AWS Storage Gateway."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, items
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.addresses import anywhere
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_not_be,
)


@resource_rule(
    types=("aws:storagegateway/nfsFileShare:NfsFileShare",),
    concern="security",
    severity="high",
    title="Storage Gateway NFS share (AWS) admits every address",
    risk="Everyone who reaches the gateway can read and change the files.",
    fix='client_lists=["10.0.0.0/16"]',
    aws_docs="https://docs.aws.amazon.com/filegateway/latest/files3/CreatingAnNFSFileShare.html",
)
def storagegateway_nfs_clients_restricted(resource: Resource) -> Iterator[Finding]:
    for path, client in items(resource, "clientLists"):
        yield from found(anywhere(client), resource, path, "listed addresses")


RULES: tuple[Rule, ...] = (
    input_rule(
        "storagegateway-share-kms-encryption",
        must_be("kmsEncrypted", True),
        types=(
            "aws:storagegateway/nfsFileShare:NfsFileShare",
            "aws:storagegateway/smbFileShare:SmbFileShare",
        ),
        concern="security",
        severity="low",
        title="Storage Gateway file share (AWS) is not encrypted with a KMS key",
        risk="Access to the objects cannot be restricted through a key policy.",
        fix="kms_encrypted=True, kms_key_arn=key.arn",
        same_intent_as=("storagegateway_fileshare_encryption_enabled",),
        aws_docs="https://docs.aws.amazon.com/filegateway/latest/files3/encrypt-objects-stored-by-file-gateway-in-amazon-s3.html",
    ),
    storagegateway_nfs_clients_restricted,
    input_rule(
        "storagegateway-smb-encryption",
        must_not_be("smbSecurityStrategy", "ClientSpecified", expected="MandatoryEncryption"),
        types=("aws:storagegateway/gateway:Gateway",),
        concern="security",
        severity="medium",
        title="Storage Gateway (AWS) lets SMB clients turn encryption off",
        risk="Files can be read in transit.",
        fix='smb_security_strategy="MandatoryEncryption"',
        aws_docs="https://docs.aws.amazon.com/filegateway/latest/files3/security-strategy.html",
    ),
)
