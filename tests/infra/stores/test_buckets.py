import json

import pytest

from infra.aws.bucket import lifecycle_rule
from infra.context import Context
from infra.stores.buckets import Retention, bucket_policy, plan_buckets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
BUCKET = "aws:s3/bucket:Bucket"
PURPOSES = {"data", "features", "models", "logs"}
RELEASES = {"releases"}  # where they are locked


def beside(recording: Recording, kind: str) -> dict[str, Registered]:
    """Return resources of a type by the purpose of the bucket that they refer to."""
    return {
        bucket.name.removeprefix("storage-"): each
        for each in recording.of_type(kind)
        if (bucket := recording.follow(each.inputs["bucket"])).name.startswith("storage-")
    }


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize(
    "kind",
    [
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    ],
)
def test_every_bucket_has_each_configuration(stack: str, kind: str) -> None:
    releases = RELEASES if stack == "prod" else set()
    assert set(beside(recorded(stack), kind)) == PURPOSES | releases


def test_buckets_block_public_access() -> None:
    for block in beside(
        recorded("prod"), "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    ).values():
        flags = {name: value for name, value in block.inputs.items() if name != "bucket"}
        assert set(flags.values()) == {True}
        assert len(flags) == 4


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_bucket_policy_denies_insecure_transport(purpose: str) -> None:
    plan = next(
        each for each in plan_buckets(Retention(30, 90, 90, 400)) if each.purpose == purpose
    )
    deny, *others = json.loads(bucket_policy(CONTEXT, plan.purpose))["Statement"]
    arn = f"arn:aws:s3:::plimsoll-prod-{purpose}-123456789012-us-east-1"
    assert deny["Effect"] == "Deny"
    assert deny["Resource"] == [arn, f"{arn}/*"]
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert bool(others) == (purpose == "logs")
    for statement in others:
        assert list(statement["Principal"]) == ["Service"]
        assert statement["Action"] == "s3:PutObject"
        assert statement["Resource"].startswith(f"{arn}/")
        assert "123456789012" in json.dumps(statement["Condition"])


def test_bucket_policy_names_its_bucket() -> None:
    recording = recorded("prod")
    for policy in recording.of_type("aws:s3/bucketPolicy:BucketPolicy"):
        bucket = recording.follow(policy.inputs["bucket"])
        assert f"arn:aws:s3:::{bucket.inputs['bucket']}/*" in policy.inputs["policy"]


def test_data_key_encrypts_all_but_log_bucket() -> None:
    recording = recorded("prod")
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    for purpose, each in beside(recording, kind).items():
        [rule] = each.inputs["rules"]
        default = rule["applyServerSideEncryptionByDefault"]
        if purpose == "logs":
            assert default == {"sseAlgorithm": "AES256"}
        else:
            assert default["sseAlgorithm"] == "aws:kms"
            assert recording.follow(default["kmsMasterKeyId"]).name == "keys-data"
            assert rule["bucketKeyEnabled"] is True


def test_access_logs_go_to_log_bucket() -> None:
    recording = recorded("prod")
    logging = beside(recording, "aws:s3/bucketLogging:BucketLogging")
    assert set(logging) == PURPOSES - {"logs"} | RELEASES
    for each in logging.values():
        assert recording.follow(each.inputs["targetBucket"]).name == "storage-logs"


def test_lifecycle_removes_old_versions_and_uploads() -> None:
    for plan in plan_buckets(Retention(30, 90, 45, 400)):
        rule = lifecycle_rule(plan, 45)
        assert rule["noncurrent_version_expiration"] == {"noncurrent_days": 45}
        assert rule["abort_incomplete_multipart_upload"] == {"days_after_initiation": 7}


def test_only_logs_expire_and_models_stay_standard() -> None:
    plans = {plan.purpose: plan for plan in plan_buckets(Retention(30, 90, 45, 400))}
    assert {name for name, plan in plans.items() if plan.expires} == {"logs"}
    assert plans["models"].transitions == ()
    assert plans["data"].transitions == ((30, "STANDARD_IA"), (90, "GLACIER_IR"))


def test_buckets_have_workload_tags() -> None:
    workloads = {
        each.name: each.inputs["tags"]["workload"]
        for each in recorded("prod").of_type(BUCKET)
        if each.name.startswith("storage-")
    }
    assert workloads == {
        "storage-data": "training",
        "storage-features": "serving",
        "storage-logs": "shared",
        "storage-models": "serving",
        "storage-releases": "serving",
    }


@pytest.mark.parametrize(("stack", "gone"), [("prod", False), ("dev", True)])
def test_force_destroy_only_if_unprotected(stack: str, *, gone: bool) -> None:
    assert {each.inputs["forceDestroy"] for each in recorded(stack).of_type(BUCKET)} == {gone}


def test_releases_bucket_has_object_lock() -> None:
    recording = recorded("prod")
    lock = recording.one(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "storage-releases"
    )
    bucket = recording.follow(lock.inputs["bucket"])
    assert bucket.name == "storage-releases"
    assert bucket.inputs["objectLockEnabled"] is True
    assert lock.inputs["rule"]["defaultRetention"] == {"mode": "GOVERNANCE", "days": 365}
    others = [each for each in recording.of_type(BUCKET) if each.name != bucket.name]
    assert not any(
        "objectLockEnabled" in each.inputs for each in others if each.name.startswith("storage-")
    )


def test_serving_may_only_read_releases() -> None:
    policy = recorded("prod").one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    actions = {
        action
        for each in json.loads(policy)["Statement"]
        if "-releases-" in str(each["Resource"])
        for action in each["Action"]
    }
    assert actions == {"s3:GetObject", "s3:ListBucket"}


def test_no_releases_bucket_without_lock() -> None:
    names = {each.name for each in recorded("dev").of_type(BUCKET)}
    assert "storage-releases" not in names
