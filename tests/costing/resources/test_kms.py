from costing.resources.kms import ExternalKey, Key, ReplicaExternalKey, ReplicaKey
from tests import graphs
from tests.costing.resources.case import Case

SYMMETRIC = {
    "KMS-Keys": 1,
    "KMS-Requests": None,
    "KMS-Requests-GenerateDatakeyPair-ECC": None,
    "KMS-Requests-GenerateDatakeyPair-RSA": None,
}
PRIMARY = graphs.resource("aws:kms/key:Key", "primary", {"customerMasterKeySpec": "RSA_4096"})
OF_PRIMARY = {"references": graphs.refers("primaryKeyArn", PRIMARY)}

CASES = [
    Case("a symmetric key is charged by the month, requests as stated", Key, {}, SYMMETRIC),
    Case(
        "rotation keeps two old versions at a charge, and no third",
        Key,
        {"enableKeyRotation": True},
        {**SYMMETRIC, "KMS-Keys": 3, "KMS-Requests": 250_000},
        usage={"rotations": 5, "monthly_requests": 250_000},
    ),
    Case(
        "HMAC keys are symmetric",
        Key,
        {"customerMasterKeySpec": "HMAC_256"},
        SYMMETRIC,
    ),
    Case(
        "RSA 2048 has requests of its own",
        Key,
        {"customerMasterKeySpec": "RSA_2048"},
        {"KMS-Keys": 1, "KMS-Requests-Asymmetric-RSA_2048": 10},
        usage={"monthly_requests": 10},
    ),
    Case(
        "every other asymmetric spec shares one price",
        Key,
        {"customerMasterKeySpec": "ECC_NIST_P256"},
        {"KMS-Keys": 1, "KMS-Requests-Asymmetric": None},
    ),
    Case(
        "a replica is of its primary's spec",
        ReplicaKey,
        {"primaryKeyArn": "arn"},
        {"KMS-Keys": 1, "KMS-Requests-Asymmetric": None},
        around=[PRIMARY],
        more=OF_PRIMARY,
    ),
    Case("a replica of a key elsewhere", ReplicaKey, {"primaryKeyArn": "arn"}, SYMMETRIC),
    Case("material brought along changes nothing", ExternalKey, {}, SYMMETRIC),
    Case("nor in a replica", ReplicaExternalKey, {"primaryKeyArn": "arn"}, SYMMETRIC),
]
