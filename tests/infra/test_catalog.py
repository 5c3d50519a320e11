import json

from infra.catalog import crawler_permissions
from infra.scope import Scope
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import changed, recorded, run

CRAWLER = "aws:glue/crawler:Crawler"
PERMISSIONS = "aws:lakeformation/permissions:Permissions"
SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")


def crawler(recording: Recording) -> Registered:
    return recording.one(CRAWLER, "catalog")


def test_the_lake_is_looked_through_folder_by_folder() -> None:
    recording = run(changed("prod", {"plimsoll:catalog": {"prefixes": ["events/", "labels/"]}}))
    bucket = recording.one("aws:s3/bucket:Bucket", "storage-data").inputs["bucket"]
    targets = [each["path"] for each in crawler(recording).inputs["s3Targets"]]
    assert targets == [f"s3://{bucket}/events/", f"s3://{bucket}/labels/"]
    assert crawler(recording).inputs["databaseName"] == "plimsoll_prod_lake"


def test_new_folders_alone_are_read_and_no_table_is_dropped() -> None:
    inputs = crawler(recorded("prod")).inputs
    assert inputs["recrawlPolicy"] == {"recrawlBehavior": "CRAWL_NEW_FOLDERS_ONLY"}
    assert inputs["schemaChangePolicy"]["deleteBehavior"] == "LOG"


def test_what_a_crawler_writes_is_encrypted_with_our_keys() -> None:
    recording = recorded("prod")
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


def test_a_crawler_reads_the_data_bucket_and_changes_nothing_in_it() -> None:
    actions = [action for each in crawler_permissions(SCOPE) for action in each["Action"]]
    assert {each for each in actions if each.startswith("s3:")} == {
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
    }
    assert not [each for each in actions if "Delete" in each]


def test_a_crawler_that_fails_is_heard() -> None:
    recording = recorded("prod")
    rule = recording.one("aws:cloudwatch/eventRule:EventRule", "catalog-crawler-failed")
    detail = json.loads(rule.inputs["eventPattern"])["detail"]
    assert detail == {"crawlerName": [crawler(recording).inputs["name"]], "state": ["Failed"]}


def test_lake_formation_grants_the_crawler_tables_and_readers_their_content() -> None:
    recording = recorded("everything")
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


def test_where_it_is_not_stated_lake_formation_decides_nothing() -> None:
    assert recorded("prod").of_type(PERMISSIONS) == []
    assert "lakeFormationConfiguration" not in crawler(recorded("prod")).inputs
