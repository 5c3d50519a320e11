"""Preview a Pulumi YAML program: evaluate it once and return the recorded graph."""

from costing.errors import CostingError
from costing.graph.preview.assumptions import Assumptions
from costing.graph.preview.declaration import Declaration
from costing.graph.preview.project import Project
from costing.graph.preview.recorder import STACK, Recorder, Refused
from costing.graph.preview.stack import Stack
from costing.graph.preview.stack_outputs import StackOutputs
from costing.graph.preview.transforms import Callback
from costing.graph.preview.yaml_program import template as templates
from costing.graph.preview.yaml_program.declarations import declare
from costing.graph.preview.yaml_program.evaluation import Evaluator
from costing.graph.preview.yaml_program.order import BUILT_IN, evaluation_order
from costing.graph.preview.yaml_program.settings import settings
from costing.graph.preview.yaml_program.template import Template
from costing.graph.readers.regions import with_default_region
from costing.graph.resource import Graph
from costing.model import DefaultRegion

TERRAFORM = "terraform-provider"


def preview(
    project: Project,
    stack: Stack,
    others: StackOutputs,
    region: DefaultRegion | None,
    assumptions: Assumptions,
) -> Graph:
    """Return the graph of a YAML program. Raise FileError or ProgramError for an invalid one."""
    template = templates.read(project)
    recorder = Recorder(
        stack,
        project.folder.resolve(),
        no_callbacks,
        assume_ids=assumptions.ids,
        default=region,
        others=others,
    )
    try:
        evaluate(template, project, recorder)
    except CostingError as error:
        raise type(error)(stack.redacted(str(error))) from error
    return with_default_region(recorder.graph(), region)


def no_callbacks(callback: Callback, request: bytes) -> bytes:
    """Raise Refused: a YAML program has no callbacks."""
    raise Refused(f"callback {callback.token} of {len(request)} bytes in a YAML program")


def evaluate(template: Template, project: Project, recorder: Recorder) -> None:
    stack = recorder.stack
    known = settings(template, project, stack)
    names = evaluation_order(template, known, project.name)
    root = recorder.declare(Declaration(STACK, f"{stack.project}-{stack.name}", custom=False))
    urn = root.resource.urn
    known[BUILT_IN] = {
        "cwd": str(template.folder.resolve()),
        "organization": stack.organization,
        "project": stack.project,
        "rootDirectory": str(project.folder.resolve()),
        "stack": stack.name,
    }
    evaluator = Evaluator(template, recorder, known, urn)
    bridged = bridged_packages(project)
    for name in names:
        if name in template.variables:
            known[name] = evaluator.value(template.variables[name], ("variables", name))
        else:
            known[name] = declare(evaluator, name, bridged)
    outputs = {
        key: evaluator.value(each, ("outputs", key)) for key, each in template.outputs.items()
    }
    recorder.finish(urn, outputs)


def bridged_packages(project: Project) -> frozenset[str]:
    """Return the packages of Pulumi.yaml that are generated from Terraform providers."""
    specified = project.file.packages or {}
    sources = {
        name: each.get("source") if isinstance(each, dict) else each
        for name, each in specified.items()
    }
    return frozenset(name for name, source in sources.items() if str(source).startswith(TERRAFORM))
