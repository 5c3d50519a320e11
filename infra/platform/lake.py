"""What brings data in, keeps it and works on it: optional parts, each made where it is stated."""

from infra.feature_store import FeatureStore, FeatureStoreArgs, read_features
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined
from infra.settings import FeatureStoreSettings


def make_lake(ground: Ground) -> Part:
    settings = ground.settings
    parts = []
    if settings.feature_store:
        parts.append(make_feature_store(ground, settings.feature_store))
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
