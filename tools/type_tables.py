"""Write costing/resources/priced.csv from the cost models, and delete its types elsewhere.

    python -m tools.type_tables

A type with a cost model is not free, and not without a model: its line in free.csv and
unpriced.csv is deleted.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from pkgutil import iter_modules

import costing.resources
from costing.resources._shared.priced_resource import PricedResource

FOLDER = Path(costing.resources.__file__).parent
PRICED, OTHERS = "priced.csv", ("free.csv", "unpriced.csv")


def main(folder: Path = FOLDER) -> None:
    for name, text in written(folder).items():
        (folder / name).write_text(text, encoding="utf-8")


def written(folder: Path = FOLDER) -> Mapping[str, str]:
    """Return the text of each table by file name."""
    priced = dict(sorted(places()))
    rows = "".join(f"{type_},{place}\n" for type_, place in priced.items())
    return {PRICED: f"type,model\n{rows}"} | {
        name: "".join(lines_without(folder / name, priced)) for name in OTHERS
    }


def places() -> Iterator[tuple[str, str]]:
    """Yield each type, and each other token of it, with "module:class"."""
    for found in iter_modules(costing.resources.__path__):
        if not found.ispkg:
            module = import_module(f"{costing.resources.__name__}.{found.name}")
            for model in vars(module).values():
                if is_model(model, module.__name__):
                    for type_ in (model.type, *model.aliases):
                        yield type_, f"{found.name}:{model.__name__}"


def is_model(value: object, module: str) -> bool:
    """Tell a cost model that a module defines from its bases and from imported ones."""
    return (
        isinstance(value, type)
        and issubclass(value, PricedResource)
        and value.__module__ == module
        and "type" in vars(value)
        and not isabstract(value)
    )


def lines_without(path: Path, types: Mapping[str, str]) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if next(csv.reader([line]))[0] not in types:
            yield line


if __name__ == "__main__":
    main()
