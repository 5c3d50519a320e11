"""Python rules: a file whose module-level rules and examples are collected."""

import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from policies.custom.examples import Example
from policies.engine.errors import CustomRuleError
from policies.engine.rule import Rule


def load_python(path: Path) -> tuple[list[Rule], list[Example]]:
    """Return the rules and examples that a file defines. Raise CustomRuleError."""
    module = executed(path)
    rules: list[Rule] = []
    examples: list[Example] = []
    for value in vars(module).values():
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, Rule) and each.look.__module__ and each not in rules:
                rules.append(each)
            elif isinstance(each, Example):
                examples.append(each)
    if not rules and path.stem != "__init__":
        raise CustomRuleError(
            f"{path}: defines no rule; decorate a function with @resource_rule(...) of "
            "policies.engine.rule"
        )
    return rules, examples


def executed(path: Path) -> ModuleType:
    name = f"plimsoll_custom_rules_{path.stem}_{abs(hash(path.resolve()))}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CustomRuleError(f"{path}: not a Python file; name it with .py")
    module = module_from_spec(spec)
    sys.modules[name] = module
    folder = str(path.parent.resolve())
    sys.path.insert(0, folder)  # a rule may import modules beside it
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise CustomRuleError(f"{path}:{error.lineno}: {error.msg}") from error
    except (Exception, SystemExit) as error:
        line = line_in(path, error)
        text = " ".join(str(error).split())
        missing = f"missing {text}" if isinstance(error, KeyError) else text
        raise CustomRuleError(f"{path}:{line}: {type(error).__name__}: {missing}") from error
    finally:
        sys.path.remove(folder)
    return module


def line_in(path: Path, error: BaseException) -> int:
    """Return the line of the file at which an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if Path(frame.filename) == path]
    return next((line for line in reversed(own) if line), 1)
