"""Names of resources in inputs, as states and literals refer to resources."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

# Inputs and outputs by which a resource may be named in another's inputs, besides its id.
NAMES = (
    "name",
    "arn",
    "bucket",
    "family",
    "functionName",
    "clusterIdentifier",
    "identifier",
    "replicationGroupId",
    "clusterId",
    "domainName",
    "keyId",
    "dnsName",
    "endpoint",
    "repositoryUrl",
    "url",
)


OWN_TEXTS = {"name", "namePrefix", "description", "comment"}
ANY_KIND = {"source", "sources", "target", "targets", "resource", "resources", "replicatesourcedb"}
WORD = re.compile(r"[A-Z][a-z0-9]*")
TAG = re.compile(r"(^|\.)tags(All)?[.\[]")


def identifiers(
    id_: str | None, inputs: Mapping[str, Any], outputs: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the ids, ARNs and names by which other resources may refer to a resource.

    An output that repeats an input names another resource: a replica's source, a subnet's VPC.
    """
    own = [id_]
    for key, value in outputs.items():
        if (key in NAMES or key.endswith("Arn")) and inputs.get(key) != value:
            own.append(value)
    own += [inputs.get(key) for key in NAMES]
    yield from (value for value in own if isinstance(value, str) and value)


@lru_cache(10_000)
def likest_kinds(key: str, kinds: frozenset[str]) -> frozenset[str]:
    """Return the types that the name of an input names best: LogGroup for `logGroupName`."""
    scores = {kind: likeness(key.lower(), kind) for kind in kinds}
    best = max(scores.values(), default=0)
    return frozenset(kind for kind, score in scores.items() if 0 < score == best)


@cache
def likeness(key: str, kind: str) -> int:
    """Return how well the name of an input, in lower case, names a type; 0 if not at all."""
    words = [each.lower().rstrip("y") for each in WORD.findall(kind.rpartition(":")[2])]
    whole = "".join(words)
    if not words:
        return 0
    if whole in key:
        return len(whole) + 2
    if words[-1] in key:
        return 2
    module = kind.partition(":")[2].partition("/")[0]  # "lambda" of a function, as in `lambdaArn`
    return int(words[0] in key or key in ANY_KIND or module in key)


def may_refer(path: str, kind: str) -> bool:
    """Return whether the input of a type at a path may refer to another resource by a text.

    The resource's own names, description and tags may have the text of another resource's name.
    """
    first = path.partition(".")[0].partition("[")[0]
    if first in OWN_TEXTS or TAG.search(path):
        return False
    return first not in NAMES or not is_own_name(first, kind)


@cache
def is_own_name(key: str, kind: str) -> bool:
    """Return whether an input is the resource's own name: `bucket` of a bucket."""
    last = kind.rpartition(":")[2]
    own = last.removesuffix("V2").lower()
    return key in {"identifier", "family"} or key.lower().startswith(own)
