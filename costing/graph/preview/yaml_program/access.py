"""Values of references: outputs of resources, fields of objects, items of lists."""

from collections.abc import Sequence
from typing import Any

from costing.errors import nearest
from costing.graph.preview import output_kinds, values
from costing.graph.preview.recorded import Recorded
from costing.graph.preview.recorder import Recorder
from costing.graph.preview.values import SIGNATURE, Output, ResourceValue
from costing.graph.preview.yaml_program.lifting import EvaluationError, joined
from costing.graph.preview.yaml_program.template import described
from costing.model import UNKNOWN

Step = str | int


def follow(value: Any, steps: Sequence[Step], recorder: Recorder) -> Any:
    """Return the part of a value that the steps lead to. Raise EvaluationError if there is none."""
    for step in steps:
        value = part(value, step, recorder)
    return value


def part(value: Any, step: Step, recorder: Recorder) -> Any:  # noqa: PLR0911 (one a kind)
    match value:
        case Output():
            if value.value is UNKNOWN:
                return value
            return joined(part(value.value, step, recorder), value)
        case ResourceValue(urn):
            return output(recorder.recorded[urn], str(step), recorder)
        case dict() if value.get(SIGNATURE) == values.RESOURCE:
            return output(recorder.recorded[value["urn"]], str(step), recorder)
        case dict():
            if isinstance(step, int):
                raise EvaluationError(f'[{step}] indexes an object; write ["KEY"] or .KEY')
            return value.get(step)
        case list():
            return item(value, step)
        case str() if recorder.placeholders.find(value) is not None:
            made_of = recorder.placeholders.find(value) or []
            marks = (recorder.placeholders.mark(each.urn, each.property) for each in made_of)
            return Output(UNKNOWN, dependencies=(*(each.urn for each in made_of), *marks))
        case _ if value is UNKNOWN:
            return value
    where = f"[{step}]" if isinstance(step, int) else f".{step}"
    raise EvaluationError(f"{where} of {described(value)}; only objects and lists have parts")


def item(value: list[Any], step: Step) -> Any:
    if not isinstance(step, int):
        raise EvaluationError(f".{step} of a list; write an index, such as [0]")
    if not 0 <= step < len(value):
        raise EvaluationError(f"index {step} of a list of {len(value)}; correct the index")
    return value[step]


def output(recorded: Recorded, name: str, recorder: Recorder) -> Output:
    """Return an output of a resource. Raise EvaluationError for a name its type does not have."""
    urn, answer = recorded.resource.urn, recorded.answer
    mark = recorder.placeholders.mark
    if name == "urn":
        return Output(urn, dependencies=(urn, mark(urn)))
    if name == "id":
        return Output(answer.id or UNKNOWN, dependencies=(urn,))
    if name in answer.outputs:
        made_of = answer.made_of.get(name) or (mark(urn, name),)
        return joined(answer.outputs[name], Output(None, dependencies=(urn, *made_of)))
    declared = output_kinds.outputs(recorded.declared.type)
    if declared and name not in declared:
        hint = nearest(name, declared) or f"; see the outputs of {recorded.declared.type}"
        raise EvaluationError(f'{recorded.declared.type} has no output "{name}"{hint}')
    return Output(UNKNOWN, dependencies=(urn, mark(urn, name)))
