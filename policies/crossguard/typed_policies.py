"""Policies that the SDK runs for the types of their rule only, and requests read once.

For each policy, the SDK's servicer reads all properties of a request again, also for policies that
have nothing to say about the resource: with several hundred rules, most of the time of a preview.
A policy that does not apply says so before the properties are read, and `read_once` makes the
servicer keep what it has read of the request that it handles.
"""

import threading
from collections.abc import Callable, Collection
from types import SimpleNamespace
from typing import Any

import pulumi_policy.policy as sdk
from google.protobuf import json_format
from pulumi_policy import ResourceValidationPolicy
from typing_extensions import override

KEPT = 20_000  # messages; more than one request has


class Current(threading.local):
    """Canonical type of the resource whose request this thread handles; None before the first."""

    kind: str | None = None


class TypedResourcePolicy(ResourceValidationPolicy):
    """A policy that does not apply to resources of other types."""

    def __init__(self, types: Collection[str], current: Current, **about: Any) -> None:  # noqa: ANN401
        super().__init__(**about)
        self.types = frozenset(types)
        self.current = current

    @override
    def has_validation(self) -> bool:
        kind = self.current.kind
        return kind is None or kind in self.types


class Reading(threading.local):
    """Results of reading the current request: id of a message → message and result."""

    def __init__(self) -> None:
        self.of_message: dict[int, tuple[object, Any]] = {}
        self.of_dict: dict[int, tuple[object, Any]] = {}
        self.of_value: dict[int, tuple[object, Any]] = {}

    def forget(self) -> None:
        self.of_message.clear()
        self.of_dict.clear()
        self.of_value.clear()


READING = Reading()


def once(kept: dict[int, tuple[object, Any]], key: object, read: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return what was read of this object, which is kept so that its id stays its own."""
    known = kept.get(id(key))
    if known is not None and known[0] is key:
        return known[1]
    if len(kept) >= KEPT:
        kept.clear()
    result = read()
    kept[id(key)] = key, result
    return result


def read_once() -> None:
    """Make the SDK's servicer read each message of a request once.

    The SDK looks these functions up in its module for every policy. Another version of the SDK
    that does not is left as it is. Policies read the proxies and never change them.
    """
    deserialize = getattr(sdk, "deserialize_properties", None)
    proxy = getattr(sdk, "unknown_checking_proxy", None)
    if deserialize is None or proxy is None:
        return
    if getattr(sdk, "json_format", None) is not json_format:
        return

    def to_dict(message: Any) -> Any:  # noqa: ANN401 (a protobuf message)
        return once(READING.of_message, message, lambda: json_format.MessageToDict(message))

    def deserialized(properties: Any, *secrets: bool) -> Any:  # noqa: ANN401 (JSON)
        if secrets:
            return deserialize(properties, *secrets)
        return once(READING.of_dict, properties, lambda: deserialize(properties))

    def checking(properties: Any) -> Any:  # noqa: ANN401 (JSON)
        return once(READING.of_value, properties, lambda: proxy(properties))

    vars(sdk)["unknown_checking_proxy"] = checking
    vars(sdk)["json_format"] = SimpleNamespace(**{**vars(json_format), "MessageToDict": to_dict})
    vars(sdk)["deserialize_properties"] = deserialized
