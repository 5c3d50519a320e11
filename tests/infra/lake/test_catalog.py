import json

from infra.context import Context
from infra.deployment import Deployment
from infra.lake.catalog import add_catalog, crawler_permissions
from tests.infra.alone import DATA_BUCKET_ARN, alone
from tests.infra.recorder import Recording, Registered

CRAWLER = "aws:glue/crawler:Crawler"
PERMISSIONS = "aws:lakeformation/permissions:Permissions"
CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")


def catalog(d: Deployment) -> None:
    add_catalog(d, DATA_BUCKET_ARN)


def crawler(recording: Recording) -> Registered:
    return recording.one(CRAWLER, "catalog")


def test_crawler_scans_configured_prefixes() -> None:
    recording = alone(catalog, changes={"plimsoll:catalog": {"prefixes": ["events/", "labels/"]}})
    bucket = CONTEXT.bucket("data")
    targets = [each["path"] for each in crawler(recording).inputs["s3Targets"]]
    assert targets == [f"s3://{bucket}/events/", f"s3://{bucket}/labels/"]
    assert crawler(recording).inputs["databaseName"] == "plimsoll_prod_lake"


def test_crawler_is_incremental_and_keeps_tables() -> None:
    inputs = crawler(alone(catalog)).inputs
    assert inputs["recrawlPolicy"] == {"recrawlBehavior": "CRAWL_NEW_FOLDERS_ONLY"}
    assert inputs["schemaChangePolicy"]["deleteBehavior"] == "LOG"


def test_crawler_output_is_encrypted() -> None:
    recording = alone(catalog)
    made = recording.one("aws:glue/securityConfiguration:SecurityConfiguration", "catalog")
    keys = {
        kind: recording.follow(each["kmsKeyArn"]).name
        for kind, each in made.inputs["encryptionConfiguration"].items()
    }
    assert keys == {
        "cloudwatchEncryption": "keys-logs",
        "jobBookmarksEncryption": "keys-data",
        "s3Encryption": "keys-data",
    }


def test_crawler_has_read_only_bucket_access() -> None:
    actions = [action for each in crawler_permissions(CONTEXT) for action in each["Action"]]
    assert {each for each in actions if each.startswith("s3:")} == {
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
    }
    assert not [each for each in actions if "Delete" in each]


def test_failed_crawler_notifies() -> None:
    recording = alone(catalog)
    rule = recording.one("aws:cloudwatch/eventRule:EventRule", "catalog-crawler-failed")
    detail = json.loads(rule.inputs["eventPattern"])["detail"]
    assert detail == {"crawlerName": [crawler(recording).inputs["name"]], "state": ["Failed"]}


def test_lake_formation_grants_crawler_and_readers() -> None:
    recording = alone(catalog, "everything")
    location = recording.one("aws:lakeformation/resource:Resource", "catalog")
    assert recording.follow(location.inputs["arn"]).name == "storage-data"
    assert location.inputs["hybridAccessEnabled"] is True
    grants = {each.name: each.inputs for each in recording.of_type(PERMISSIONS)}
    assert grants["catalog-reader-0"]["principal"] == "arn:aws:iam::123456789012:role/analysts"
    assert grants["catalog-reader-0"]["permissions"] == ["DESCRIBE", "SELECT"]
    for name in ("catalog-location", "catalog-crawler"):
        assert recording.follow(grants[name]["principal"]).name == "catalog"
    urns = crawler(recording).dependencies
    assert any(urn.endswith("::catalog-crawler") for urn in urns)


def test_no_lake_formation_without_setting() -> None:
    assert alone(catalog).of_type(PERMISSIONS) == []
    assert "lakeFormationConfiguration" not in crawler(alone(catalog)).inputs
