"""What settings must agree on: with each other, and with the profile that a stack lives up to.

Each problem is one line that names the setting and the way out. One module a group of settings.
"""

from infra.agreement import (
    access,
    containers,
    endpoints,
    features,
    functions,
    kubernetes,
    lake,
    network,
    operations,
    recovery,
    search,
    serving,
    stores,
    streaming,
    training,
)
from infra.settings import Settings

CONTRADICTIONS = (
    network.contradictions,
    serving.contradictions,
    stores.contradictions,
    features.contradictions,
    streaming.contradictions,
    lake.contradictions,
    search.contradictions,
    operations.contradictions,
    access.contradictions,
    recovery.contradictions,
    training.contradictions,
    containers.contradictions,
    endpoints.contradictions,
    functions.contradictions,
    kubernetes.contradictions,
)
WEAKNESSES = (  # what does not live up to a production profile
    network.weaknesses,
    serving.weaknesses,
    containers.weaknesses,
    endpoints.weaknesses,
    functions.weaknesses,
    kubernetes.weaknesses,
    stores.weaknesses,
    search.weaknesses,
    recovery.weaknesses,
)


def problems(settings: Settings) -> list[str]:
    """Judge by the profile only what makes sense at all."""
    wrong = [line for judge in CONTRADICTIONS for line in judge(settings)]
    if wrong or settings.profile == "dev":
        return wrong
    return [line for judge in WEAKNESSES for line in judge(settings)]
