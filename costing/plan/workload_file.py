"""Read a workload file; report the first mistake with an example of its key."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from costing.errors import FileError
from costing.files import yaml_file
from costing.files.document import Document
from costing.files.text import content_of, decoded
from costing.files.validation import mistake, models
from costing.plan.workload import DAY, Span, Workload


def read(path: Path) -> Workload:
    """Return the workload in a file; paths in it are relative to its folder. Raise FileError."""
    return parsed(decoded(content_of(path), str(path)), str(path), path.parent)


def parsed(text: str, name: str, folder: Path = Path()) -> Workload:
    """Return the workload in a text. Raise FileError."""
    document = yaml_file.parsed(text, name)
    if document.value is None:
        raise FileError(f"{name}: the file is empty; write one with: plimsoll plan init")
    try:
        found = Workload.model_validate(document.value)
    except ValidationError as error:
        raise FileError(with_example(error, document)) from error
    return in_folder(found, folder)


def in_folder(found: Workload, folder: Path) -> Workload:
    services = {
        name: each.model_copy(
            update={
                "demand": each.demand.model_copy(
                    update={"trace": each.demand.trace and folder / each.demand.trace}
                )
            }
        )
        for name, each in found.services.items()
    }
    trace = found.risks.spot_trace
    risks = found.risks.model_copy(update={"spot_trace": trace and folder / trace})
    return found.model_copy(update={"services": services, "risks": risks})


def with_example(error: ValidationError, document: Document) -> str:
    """Return the message of the first error, with an example of its key where there is one."""
    message = mistake(error, Workload, document)
    errors = error.errors(include_url=False)
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    example = example_of(Workload, first["loc"])
    return (
        f"{message}; example: {example}" if example and "did you mean" not in message else message
    )


def example_of(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    """Return `key: value` of the innermost known key at a location; empty without an example."""
    found = ""
    kinds: list[type[BaseModel]] = [model]
    for part in loc:
        fields = [each.model_fields[part] for each in kinds if part in each.model_fields]
        if fields:
            (field,) = fields[:1]
            shown = field.examples[0] if field.examples else None
            if shown is None and not field.is_required():
                shown = field.get_default()
            found = f"{part}: {flow(shown)}" if shown is not None else ""
            kinds = [*models(field.annotation)]
    return found


def flow(value: object) -> str:
    """Return a value as YAML on one line."""
    match value:
        case BaseModel():
            return flow(value.model_dump(exclude_defaults=not isinstance(value, Span)))
        case Mapping():
            return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return f"[{', '.join(shortened(value))}]"
        case float() if value.is_integer():
            return str(int(value))
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def shortened(values: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    """Yield the items of a list; a list of one value repeated as the value and its number."""
    if len(values) == DAY and len(set(values)) == 1:
        yield f"{flow(values[0])}, … {DAY} values"
        return
    yield from map(flow, values)
