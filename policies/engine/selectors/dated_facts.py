"""Facts with the date of their source: policies/data/dated_facts.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

OLD = timedelta(days=180)  # older topics are reported
PATH = Path(__file__).parents[2] / "data" / "dated_facts.toml"


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    as_of: date
    source: str
    facts: Mapping[str, Any]


@cache
def topics() -> Mapping[str, Topic]:
    with PATH.open("rb") as file:
        specified = tomllib.load(file)
    return {name: parsed(name, **table) for name, table in specified.items()}


def parsed(name: str, *, as_of: date, source: str, **facts: Any) -> Topic:  # noqa: ANN401 (TOML)
    return Topic(name, as_of, source, facts)


def fact(topic: str, name: str) -> Any:  # noqa: ANN401 (TOML)
    return topics()[topic].facts[name]


def old_topics(today: date) -> list[Topic]:
    """Return the topics whose source is older than OLD, the oldest first."""
    old = [topic for topic in topics().values() if today - topic.as_of > OLD]
    return sorted(old, key=lambda topic: (topic.as_of, topic.name))
