import json

import pytest

from infra.bucket import lifecycle_rule
from infra.scope import Scope
from infra.storage import Ageing, bucket_policy, plan_buckets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, recorded

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
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
def test_every_bucket_has_one(stack: str, kind: str) -> None:
    releases = RELEASES if stack == "prod" else set()
    assert set(beside(recorded(stack), kind)) == PURPOSES | releases


def test_every_bucket_is_shut_off_from_the_public() -> None:
    for block in beside(
        recorded("prod"), "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    ).values():
        flags = {name: value for name, value in block.inputs.items() if name != "bucket"}
        assert set(flags.values()) == {True}
        assert len(flags) == 4


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_plain_http_is_refused_for_the_bucket_and_all_in_it(purpose: str) -> None:
    plan = next(each for each in plan_buckets(Ageing(30, 90, 90, 400)) if each.purpose == purpose)
    deny, *others = json.loads(bucket_policy(SCOPE, plan.purpose))["Statement"]
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


def test_a_bucket_s_policy_names_that_bucket() -> None:
    recording = recorded("prod")
    for policy in recording.of_type("aws:s3/bucketPolicy:BucketPolicy"):
        bucket = recording.follow(policy.inputs["bucket"])
        assert f"arn:aws:s3:::{bucket.inputs['bucket']}/*" in policy.inputs["policy"]


def test_our_key_encrypts_all_but_the_log_bucket_which_aws_writes_to() -> None:
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


def test_accesses_are_logged_to_the_log_bucket_which_logs_none_of_its_own() -> None:
    recording = recorded("prod")
    logging = beside(recording, "aws:s3/bucketLogging:BucketLogging")
    assert set(logging) == PURPOSES - {"logs"} | RELEASES
    for each in logging.values():
        assert recording.follow(each.inputs["targetBucket"]).name == "storage-logs"


def test_what_is_abandoned_or_overwritten_goes_in_every_bucket() -> None:
    for plan in plan_buckets(Ageing(30, 90, 45, 400)):
        rule = lifecycle_rule(plan, 45)
        assert rule["noncurrent_version_expiration"] == {"noncurrent_days": 45}
        assert rule["abort_incomplete_multipart_upload"] == {"days_after_initiation": 7}


def test_only_logs_expire_and_models_stay_at_hand() -> None:
    plans = {plan.purpose: plan for plan in plan_buckets(Ageing(30, 90, 45, 400))}
    assert {name for name, plan in plans.items() if plan.expires} == {"logs"}
    assert plans["models"].tiers == ()
    assert plans["data"].tiers == ((30, "STANDARD_IA"), (90, "GLACIER_IR"))


def test_buckets_tell_what_part_they_have() -> None:
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
def test_only_an_unprotected_stack_empties_its_buckets(stack: str, *, gone: bool) -> None:
    assert {each.inputs["forceDestroy"] for each in recorded(stack).of_type(BUCKET)} == {gone}


def test_a_released_model_is_what_it_was_for_as_long_as_stated() -> None:
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


def test_serving_reads_releases_and_cannot_change_them() -> None:
    policy = recorded("prod").one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    actions = {
        action
        for each in json.loads(policy)["Statement"]
        if "-releases-" in str(each["Resource"])
        for action in each["Action"]
    }
    assert actions == {"s3:GetObject", "s3:ListBucket"}


def test_where_no_release_is_locked_there_is_no_bucket_for_them() -> None:
    names = {each.name for each in recorded("dev").of_type(BUCKET)}
    assert "storage-releases" not in names
