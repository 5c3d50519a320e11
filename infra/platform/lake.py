"""What keeps data and works on it: optional parts, each made where it is stated."""

from infra.catalog import Catalog, CatalogArgs
from infra.feature_store import FeatureStore, FeatureStoreArgs, read_features
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined
from infra.platform.streaming import make_events
from infra.settings import CatalogSettings, FeatureStoreSettings
from infra.storage import Storage


def make_lake(ground: Ground, network: Network, storage: Storage) -> Part:
    settings = ground.settings
    parts = [make_events(ground, network, storage)]
    if settings.feature_store:
        parts.append(make_feature_store(ground, settings.feature_store))
    if settings.catalog:
        parts.append(make_catalog(ground, settings.catalog, storage))
    return joined(parts)


def make_feature_store(ground: Ground, settings: FeatureStoreSettings) -> Part:
    """Leave the zones to DynamoDB, which keeps each item in three; further regions are stated."""
    args = FeatureStoreArgs(
        scope=ground.scope,
        settings=settings,
        key_arn=ground.keys.arns["data"],
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


def make_catalog(ground: Ground, settings: CatalogSettings, storage: Storage) -> Part:
    """Let Glue find tables by itself, on a schedule of its own or as the pipeline's first step."""
    args = CatalogArgs(
        scope=ground.scope,
        settings=settings,
        by_itself=ground.settings.pipeline is None,
        bucket_arn=storage.buckets["data"].arn,
        key_arn=ground.keys.arns["data"],
        log_key_arn=ground.keys.arns["logs"],
        tags=tags("catalog", "batch", ground.settings.data_classification),
    )
    catalog = Catalog("catalog", args, ground.home)
    return Part(events={"catalog": catalog.events}, outputs={"catalog": catalog.database.name})
