"""What the settings of the feature store must agree on."""

from collections.abc import Iterator

from infra.settings import Settings


def contradictions(settings: Settings) -> Iterator[str]:
    store = settings.feature_store
    if store is None:
        return
    if settings.region in store.replica_regions:
        yield (
            f"plimsoll:feature_store.replica_regions has {settings.region}, the stack's own: "
            "leave it out"
        )
    if len(set(store.replica_regions)) < len(store.replica_regions):
        yield "plimsoll:feature_store.replica_regions has a region twice: leave one out"
    if capacity := store.capacity:
        for direction in ("read", "write"):
            least, most = (getattr(capacity, f"{end}_{direction}") for end in ("min", "max"))
            if least > most:
                yield (
                    f"plimsoll:feature_store.capacity.min_{direction} is {least}, over "
                    f"max_{direction} {most}: raise max_{direction}"
                )
