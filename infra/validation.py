"""Validation of settings against each other and against the profile."""

from collections.abc import Callable, Iterator

from infra.containers import validation as containers
from infra.functions import validation as functions
from infra.kubernetes import validation as kubernetes
from infra.lake import validation as lake
from infra.models import validation as models
from infra.network import validation as network
from infra.operations import validation as operations
from infra.security import validation as security
from infra.serving import validation as serving
from infra.settings import Settings
from infra.stores import validation as stores
from infra.streaming import validation as streaming
from infra.training import validation as training

Check = Callable[[Settings], Iterator[str]]

CONFLICTS: tuple[Check, ...] = (  # settings that contradict each other
    network.conflicts,
    serving.conflicts,
    stores.conflicts,
    streaming.conflicts,
    lake.conflicts,
    operations.conflicts,
    security.conflicts,
    training.conflicts,
    containers.conflicts,
    models.conflicts,
    functions.conflicts,
    kubernetes.conflicts,
)
WEAKNESSES: tuple[Check, ...] = (  # settings that a production profile does not allow
    network.weaknesses,
    serving.weaknesses,
    containers.weaknesses,
    models.weaknesses,
    functions.weaknesses,
    kubernetes.weaknesses,
    stores.weaknesses,
    streaming.weaknesses,
    operations.weaknesses,
)


def problems(settings: Settings) -> list[str]:
    """Return all conflicts, or if there are none all weaknesses that the profile rejects."""
    conflicts = [line for check in CONFLICTS for line in check(settings)]
    if conflicts or settings.profile == "dev":
        return conflicts
    return [line for check in WEAKNESSES for line in check(settings)]
