"""Rules for AWS Storage Gateway."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "storagegateway-share-kms-encryption",
        "kmsEncrypted",
        passes=[True],
        fails=[False, None],
        kind="aws:storagegateway/nfsFileShare:NfsFileShare",
    ),
    *of_input(
        "storagegateway-nfs-clients-restricted",
        "clientLists",
        passes=[["10.0.0.0/16"]],
        fails=[["0.0.0.0/0"]],
    ),
    *of_input(
        "storagegateway-smb-encryption",
        "smbSecurityStrategy",
        passes=[None, "MandatoryEncryption"],
        fails=["ClientSpecified"],
    ),
]
