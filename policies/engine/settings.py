"""Settings of a rule: the keyword arguments of its function, with a JSON schema each."""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, get_type_hints

from costing.errors import nearest
from policies.engine.errors import SettingError
from policies.engine.former_ids import current_id

SCHEMAS: Mapping[object, Mapping[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    tuple[str, ...]: {"type": "array", "items": {"type": "string"}},
    tuple[int, ...]: {"type": "array", "items": {"type": "integer"}},
    Mapping[str, str]: {"type": "object", "additionalProperties": {"type": "string"}},
    Mapping[str, tuple[str, ...]]: {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "string"}},
    },
}
NAMES = {"boolean": "true or false", "integer": "a whole number", "string": "text"}


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    meaning: str
    default: Any
    kind: object  # one of SCHEMAS

    @property
    def schema(self) -> dict[str, Any]:
        """JSON schema, as a policy pack's configuration has it."""
        return {**SCHEMAS[self.kind], "default": self.default, "description": self.meaning}


class Configurable(Protocol):
    """Rule as this module needs it: its id and its settings."""

    @property
    def name(self) -> str: ...

    @property
    def settings(self) -> tuple[Setting, ...]: ...


def settings_of(
    function: Callable[..., object], meanings: Mapping[str, str]
) -> tuple[Setting, ...]:
    if not meanings and not getattr(function, "__kwdefaults__", None):
        return ()  # most rules; inspecting all signatures takes a fifth of the import
    hints = get_type_hints(function)
    keywords = {
        name: parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
    if keywords.keys() != meanings.keys():
        raise TypeError(f"{function.__name__}: its keyword arguments and `settings` differ")
    return tuple(
        Setting(name, meanings[name], default, hints[name]) for name, default in keywords.items()
    )


def parsed(rules: Collection[Configurable], config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return rule → setting → value. Raises SettingError for unknown names and invalid values."""
    by_name = {rule.name: rule for rule in rules}
    settings: dict[str, dict[str, Any]] = {}
    for given, values in config.items():
        name = current_id(given, "policy pack configuration")
        if name not in by_name:
            raise SettingError(f'unknown rule "{name}"{nearest(name, by_name)}')
        if not isinstance(values, Mapping):
            raise SettingError(f"{name}: settings must map names to values, not {values!r}")
        settings[name] = dict(of_rule(by_name[name], values))
    return settings


def of_rule(rule: Configurable, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    by_name = {setting.name: setting for setting in rule.settings}
    for name, value in values.items():
        if name not in by_name:
            raise SettingError(f"{rule.name} has no setting {name}{nearest(name, by_name)}")
        yield name, fitted(f"{rule.name}: {name}", value, by_name[name].schema)


def fitted(where: str, value: Any, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON)
    """Return a value in the type of its setting. Raises SettingError."""
    kind = schema["type"]
    match value:
        case bool() if kind == "boolean":
            return value
        case int() | float() if kind == "integer" and not isinstance(value, bool):
            if value == int(value):  # the engine hands out 7.0 for 7
                return int(value)
        case str() if kind == "string":
            return value
        case list() | tuple() if kind == "array":
            items = schema["items"]
            return tuple(fitted(f"{where}[{i}]", item, items) for i, item in enumerate(value))
        case Mapping() if kind == "object":
            part = schema["additionalProperties"]
            return {key: fitted(f"{where}.{key}", item, part) for key, item in value.items()}
    raise SettingError(f"{where} is {value!r}; expected {NAMES.get(kind, f'an {kind}')}")
