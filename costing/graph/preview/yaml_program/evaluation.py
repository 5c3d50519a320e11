"""Evaluate the values of a program: references, texts with references, functions."""

from collections.abc import Callable, Mapping
from typing import Any

from costing.errors import CostingError, nearest
from costing.files.text import content_of, decoded
from costing.graph.preview import values
from costing.graph.preview.declaration import Declaration
from costing.graph.preview.recorder import STACK_REFERENCE, Recorder
from costing.graph.preview.values import SIGNATURE, Output, ResourceValue
from costing.graph.preview.yaml_program import access, functions, invocation
from costing.graph.preview.yaml_program.interpolation import Access, parts
from costing.graph.preview.yaml_program.lifting import EvaluationError, Lifting
from costing.graph.preview.yaml_program.template import Template, described

PREFIX = "fn::"
Path = tuple[str | int, ...]


class Evaluator:
    """Evaluator of one program; `known`: values of settings, variables and resources by name.

    `stack`: URN of the stack.
    """

    def __init__(
        self, template: Template, recorder: Recorder, known: dict[str, Any], stack: str
    ) -> None:
        self.template = template
        self.stack = stack
        self.recorder = recorder
        self.known = known
        self.lifting = Lifting(recorder.placeholders)
        self.default_providers: dict[str, str] = {}  # package → reference
        self.references: dict[str, Any] = {}  # outputs of other stacks, by stack

    def value(self, specified: Any, path: Path) -> Any:
        """Return a value with references and functions replaced. Raise ProgramError."""
        try:
            match specified:
                case str():
                    return self.text(specified)
                case list():
                    return [
                        self.value(each, (*path, index)) for index, each in enumerate(specified)
                    ]
                case dict():
                    return self.object(specified, path)
        except (EvaluationError, ValueError) as error:
            raise self.template.error(path, str(error)) from error
        return specified

    def text(self, written: str) -> Any:
        found = parts(written)
        match found:
            case ():
                return ""
            case (str() as literal,):
                return literal
            case (Access() as only,):
                return self.accessed(only)
        pieces = (each if isinstance(each, str) else self.accessed(each) for each in found)
        return self.lifting.apply(functions.interpolated, *pieces, exact=False)

    def accessed(self, reference: Access) -> Any:
        root = reference.root
        if root not in self.known:
            root = root.removeprefix(f"{self.recorder.stack.project}:")
        try:
            found = access.follow(self.known[root], reference.steps, self.recorder)
        except EvaluationError as error:
            raise EvaluationError(f"${{{reference.text}}}: {error}") from error
        self.lifting.count(found)
        return found

    def object(self, specified: Mapping[str, Any], path: Path) -> Any:
        if len(specified) == 1:
            (key, argument), *_ = specified.items()
            if key.lower().startswith(PREFIX):
                return self.function(key, argument, (*path, key))
        found = {}
        for key, item in specified.items():
            name = self.text(key) if "$" in key else key
            if not isinstance(name, str):
                name = self.lifting.written(name)
            if not isinstance(name, str):
                raise self.template.error(
                    (*path, key), f"the key {key} is {described(name)}; a key is text"
                )
            found[name] = self.value(item, (*path, key))
        return found

    def function(self, key: str, argument: Any, path: Path) -> Any:
        name = key[len(PREFIX) :]
        known: Mapping[str, Callable[[Any, Path], Any]] = {
            "assetarchive": self.asset_archive,
            "frombase64": self.plain(functions.from_base64),
            "invoke": self.invoke,
            "join": self.join,
            "readfile": self.read_file,
            "secret": self.secret,
            "select": self.select,
            "split": self.split,
            "stackreference": self.stack_reference,
            "tobase64": self.plain(functions.to_base64),
            "tojson": self.to_json,
            **{kind.lower(): self.asset(kind) for kind in ASSETS},
        }
        if name.lower() in known:
            return known[name.lower()](argument, path)
        if ":" in name:
            called = {"function": name, "arguments": argument if isinstance(argument, dict) else {}}
            return invocation.invoked(self, called, path)
        hint = nearest(name, NAMES) or f"; use one of {', '.join(NAMES)}"
        raise EvaluationError(f"unknown function {key}{hint}")

    def plain(self, function: Callable[[Any], Any]) -> Callable[[Any, Path], Any]:
        return lambda argument, path: self.lifting.apply(function, self.value(argument, path))

    def invoke(self, argument: Any, path: Path) -> Any:
        return invocation.invoked(self, argument, path)

    def join(self, argument: Any, path: Path) -> Any:
        delimiter, items = functions.pair(argument, "fn::join")
        found = self.value(items, (*path, 1))
        if isinstance(values.plain(found), list):  # an unknown list is no text
            separator = self.value(delimiter, (*path, 0))
            return self.lifting.apply(functions.join, separator, found, exact=False)
        return self.lifting.apply(functions.join, self.value(delimiter, (*path, 0)), found)

    def split(self, argument: Any, path: Path) -> Any:
        delimiter, source = functions.pair(argument, "fn::split")
        found = self.value(delimiter, (*path, 0)), self.value(source, (*path, 1))
        return self.lifting.apply(functions.split, *found)

    def select(self, argument: Any, path: Path) -> Any:
        index, items = functions.pair(argument, "fn::select")
        number = self.value(index, (*path, 0))
        found = self.value(items, (*path, 1))
        if not self.lifting.is_exact(number):
            return self.lifting.apply(lambda *_: None, number, found)
        step = functions.index_of(values.plain(number))
        return access.part(found, step, self.recorder)

    def to_json(self, argument: Any, path: Path) -> Any:
        return self.lifting.apply(functions.to_json, self.value(argument, path), exact=False)

    def secret(self, argument: Any, path: Path) -> Any:
        found = self.value(argument, path)
        if isinstance(found, Output):
            return Output(found.value, secret=True, dependencies=found.dependencies)
        return Output(found, secret=True, dependencies=self.lifting.dependencies([found]))

    def read_file(self, argument: Any, path: Path) -> Any:
        return self.lifting.apply(self.content, self.value(argument, path))

    def content(self, name: Any) -> str:
        """Return the text of a file in the project's folder. Raise EvaluationError for another."""
        root = self.recorder.folder.resolve()
        path = (self.template.folder.resolve() / functions.text(name, "fn::readFile")).resolve()
        if not path.is_relative_to(root):
            raise EvaluationError(
                f"fn::readFile: {name} is outside of the project; copy it into the folder"
            )
        try:
            return decoded(content_of(path), str(name))
        except CostingError as error:
            raise EvaluationError(
                f"fn::readFile: {str(error).replace(str(path), str(name))}"
            ) from error

    def asset(self, kind: str) -> Callable[[Any, Path], Any]:
        signature, field = ASSETS[kind]

        def made(argument: Any, path: Path) -> Any:
            found = self.value(argument, path)
            return self.lifting.apply(
                lambda text: {SIGNATURE: signature, field: functions.text(text, f"fn::{kind}")},
                found,
                exact=False,
            )

        return made

    def asset_archive(self, argument: Any, path: Path) -> Any:
        if not isinstance(argument, dict):
            raise EvaluationError(f"fn::assetArchive takes an object, not {described(argument)}")
        assets = {key: self.value(each, (*path, key)) for key, each in argument.items()}
        return {SIGNATURE: values.ARCHIVE, "assets": assets}

    def stack_reference(self, argument: Any, path: Path) -> Any:
        stack, name = functions.pair(argument, "fn::stackReference")
        written = functions.text(stack, "the stack of fn::stackReference")
        if written not in self.references:
            declared = Declaration(
                STACK_REFERENCE,
                written,
                self.stack,
                {"name": written},
                external=True,
                known_id=written,
                position=self.position(path),
            )
            urn = self.recorder.declared(declared).resource.urn
            self.references[written] = ResourceValue(urn, written)
        outputs = access.part(self.references[written], "outputs", self.recorder)
        wanted = values.plain(self.value(name, (*path, 1)))
        return access.part(outputs, functions.text(wanted, "the output's name"), self.recorder)

    def position(self, path: Path) -> str:
        return f"{self.template.file}:{self.template.document.line(*path) or 1}"

    def resources(self, specified: Any, path: Path) -> list[ResourceValue]:
        """Return the resources of an option such as dependsOn. Raise ProgramError."""
        found = self.value(specified, path)
        items = (
            found
            if isinstance(found, list)
            else [*found.values()]
            if isinstance(found, dict)
            else [found]
        )
        for each in items:
            if not isinstance(each, ResourceValue):
                raise self.template.error(
                    path, f"{path[-1]} is not a resource; write ${{NAME}} of a resource"
                )
        return items


ASSETS = {
    "fileArchive": (values.ARCHIVE, "path"),
    "fileAsset": (values.ASSET, "path"),
    "remoteArchive": (values.ARCHIVE, "uri"),
    "remoteAsset": (values.ASSET, "uri"),
    "stringAsset": (values.ASSET, "text"),
}
NAMES = (
    "assetArchive",
    "fromBase64",
    "invoke",
    "join",
    "readFile",
    "secret",
    "select",
    "split",
    "stackReference",
    "toBase64",
    "toJSON",
    *ASSETS,
)
