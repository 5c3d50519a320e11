"""What keeps data and works on it: optional parts, each made where it is stated."""

import pulumi

from infra.catalog import Catalog, CatalogArgs
from infra.feature_store import FeatureStore, FeatureStoreArgs, read_features
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined
from infra.platform.streaming import make_events
from infra.search import Search, SearchArgs, ask
from infra.settings import (
    CatalogSettings,
    FeatureStoreSettings,
    SearchSettings,
    SparkSettings,
    WorkflowSettings,
)
from infra.spark import Spark, SparkArgs
from infra.storage import Storage, read_releases
from infra.workflow import Workflow, WorkflowArgs


def make_lake(ground: Ground, network: Network, storage: Storage) -> Part:
    settings = ground.settings
    parts = [make_events(ground, network, storage)]
    if settings.storage.release_lock_days:
        parts.append(Part(permissions=read_releases(ground.scope)))
    if settings.feature_store:
        parts.append(make_feature_store(ground, settings.feature_store))
    if settings.search:
        parts.append(make_search(ground, settings.search, network))
    if settings.catalog:
        parts.append(make_catalog(ground, settings.catalog, storage))
    if settings.spark:
        parts.append(make_spark(ground, settings.spark, network))
    if settings.workflow:
        parts.append(make_workflow(ground, settings.workflow))
    return joined(parts)


def make_feature_store(ground: Ground, settings: FeatureStoreSettings) -> Part:
    """Leave the zones to DynamoDB, which keeps each item in three; further regions are stated.

    The region that takes over is one of them.
    """
    replicas: dict[str, pulumi.Input[str] | None] = dict.fromkeys(settings.replica_regions)
    if ground.away:
        replicas[ground.away.scope.region] = ground.away.keys.arns["data"]
    args = FeatureStoreArgs(
        scope=ground.scope,
        settings=settings,
        key_arn=ground.keys.arns["data"],
        replicas=replicas,
        protected=ground.settings.protected,
        tags=tags("feature-store", "serving", ground.settings.data_classification),
    )
    store = FeatureStore("feature-store", args, ground.home)
    return Part(
        alarms={"feature-store": store.alarms},
        permissions=read_features(ground.scope),
        critical=[store.table.arn],
        outputs={"feature_store": store.table.name},
    )


def make_search(ground: Ground, settings: SearchSettings, network: Network) -> Part:
    """Put data nodes into the zones in turn, three masters beside them: two outvote a lost one."""
    args = SearchArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.data_subnet_ids,
        identity=ground.settings.identity,
        key_arn=ground.keys.arns["data"],
        logs=ground.logs,
        protected=ground.settings.protected,
        tags=tags("search", "serving", ground.settings.data_classification),
    )
    search = Search("search", args, ground.home)
    return Part(
        alarms={"search": search.alarms},
        client_groups=[search.client_group_id],
        permissions=[ask(ground.scope)],
        outputs={"search_endpoint": search.endpoint},
    )


def make_catalog(ground: Ground, settings: CatalogSettings, storage: Storage) -> Part:
    """Let Glue find tables by itself, on a schedule of its own or as the workflow's first step."""
    args = CatalogArgs(
        scope=ground.scope,
        settings=settings,
        by_itself=ground.settings.workflow is None,
        bucket_arn=storage.buckets["data"].arn,
        key_arn=ground.keys.arns["data"],
        log_key_arn=ground.keys.arns["logs"],
        tags=tags("catalog", "batch", ground.settings.data_classification),
    )
    catalog = Catalog("catalog", args, ground.home)
    return Part(events={"catalog": catalog.events}, outputs={"catalog": catalog.database.name})


def make_spark(ground: Ground, settings: SparkSettings, network: Network) -> Part:
    """Let EMR Serverless run a job in any of the zones: one that fails is run in another."""
    args = SparkArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        logs=ground.logs,
        tags=tags("spark", "batch", ground.settings.data_classification),
    )
    spark = Spark("spark", args, ground.home)
    return Part(outputs={"spark": spark.application.id})


def make_workflow(ground: Ground, settings: WorkflowSettings) -> Part:
    """Try a failed step again, later and later; give up in the end, and say so."""
    args = WorkflowArgs(
        scope=ground.scope,
        settings=settings,
        key_arn=ground.keys.arns["data"],
        logs=ground.logs,
        tags=tags("workflow", "batch", ground.settings.data_classification),
    )
    workflow = Workflow("workflow", args, ground.home)
    return Part(alarms={"workflow": workflow.alarms})
