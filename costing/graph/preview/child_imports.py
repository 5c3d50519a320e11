"""Import hook that loads the modules of generated Pulumi packages when a program uses them.

`pulumi_aws.ec2` imports 180 modules, one a resource type, and most programs use few of them: in
the stack prod of this repository that was a third of the preview's time. With this hook, the
package imports a module when one of its names is used. Each module is executed as it is.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import re
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "pulumi_"
IMPORT = re.compile(r"^from \.(\w+) import \*$", re.MULTILINE)
PART = re.compile(r"^from \. import (\w+)$", re.MULTILINE)
EXPORTED = re.compile(r"^__all__ = \[(.*?)\]", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"'(\w+)'")


class GeneratedPackages:
    """Finder of the packages below a provider's package, such as pulumi_aws.ec2."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if path is None or not name.startswith(PREFIX):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None:
            return None
        if spec.submodule_search_locations:
            if type(spec.loader) is importlib.machinery.SourceFileLoader:
                spec.loader = Loader(name, spec.origin)
        else:
            parent, _, last = name.rpartition(".")
            package = sys.modules.get(parent)
            if last in getattr(package, "__plimsollNames__", ()):
                package.__class__ = Package
        return spec


class Package(types.ModuleType):
    """Package that exports a name of one of its modules, such as the function get_ami."""

    def __setattr__(self, name: str, value: Any) -> None:
        exported = isinstance(value, types.ModuleType) and name in self.__plimsollNames__
        super().__setattr__(name, getattr(value, name) if exported else value)


class Loader(importlib.machinery.SourceFileLoader):
    """Loader of a package that imports all names of its modules."""

    def exec_module(self, module: types.ModuleType) -> None:
        source = Path(self.path).read_text(encoding="utf-8")
        found = exported(source, Path(self.path).parent)
        if found is None:
            super().exec_module(module)
            return
        names, rest = found
        vars(module).update(
            __plimsollNames__=frozenset(each for each, source in names.items() if source),
            __getattr__=loads(module, names),
            __dir__=lambda: sorted({*vars(module), *names}),
            __all__=[each for each in names if not each.startswith("_")],
        )
        exec(compile(rest, self.path, "exec"), vars(module))  # noqa: S102 (the package itself)


def exported(source: str, folder: Path) -> tuple[dict[str, str], str] | None:
    """Return the module of each name that a package exports, and its source without the imports.

    None: a module does not list its names, so the package is not generated.
    """
    modules: list[str] = IMPORT.findall(source)
    names: dict[str, str] = {}
    for module in modules:
        path = folder / f"{module}.py"
        listed = EXPORTED.search(path.read_text(encoding="utf-8")) if path.exists() else None
        if listed is None:
            return None
        names.update(dict.fromkeys(NAME.findall(listed[1]), module))
    if not modules:
        return None
    parts = {each: "" for each in PART.findall(source) if (folder / f"{each}.py").exists()}
    return {**parts, **names}, PART.sub("", IMPORT.sub("", source))


def loads(module: types.ModuleType, names: dict[str, str]) -> Callable[[str], Any]:
    """Return the function that Python calls for names that a module does not have yet."""
    package = module.__name__

    def load(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        source = names[name]
        value = importlib.import_module(f"{package}.{source or name}")
        if source:
            value = getattr(value, name)
        setattr(module, name, value)
        return value

    return load
