"""Unknown outputs inside the program's process.

Imported by child.py: only the standard library and the program's `pulumi` may be imported.

The parent process sends a placeholder, `<plimsoll:7>`, for a text that is known only after
deployment. The SDK treats it as known text: its functions (concat, format, json_dumps, all) put
it into longer texts, so the known parts of a policy stay readable. Everything else treats a value
that contains a placeholder as unknown, as the engine does: callbacks of the program and lookups
do not run with it.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import os
import re
import sys
import types
from collections.abc import Callable
from typing import Any

PLACEHOLDER = re.compile(r"<plimsoll:\d+>")
# A pure function that the parent computes: the result may contain placeholders.
POLICY_DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument"
LIBRARIES = {"site-packages", "dist-packages"}
GENERATED = "_utilities.py"  # each SDK that Pulumi generates has this module

# Token of the current lookup in output form.
LOOKUP: contextvars.ContextVar[str] = contextvars.ContextVar("lookup", default="")


def keep_unknown(pulumi: types.ModuleType, root: str) -> list[str]:
    """Patch the SDK; return a list that collects the positions of callbacks that do not run."""
    not_run: list[str] = []
    sdk = Sdk(pulumi)
    pulumi.Output.apply = gated_apply(sdk, root, not_run)
    pulumi.Output.future, pulumi.Output.is_known = original_checks(sdk)
    pulumi.Output.format = staticmethod(whole_format(sdk))
    pulumi.runtime.rpc.translate_output_properties = untyped_placeholders(pulumi)
    gate_lookups(pulumi)
    return not_run


class Sdk:
    """Original functions of the program's SDK, before they are patched."""

    def __init__(self, pulumi: types.ModuleType) -> None:
        self.folder = os.path.dirname(os.path.abspath(str(pulumi.__file__))) + os.sep
        self.output = pulumi.Output
        self.unknown_value = sys.modules["pulumi.output"].UNKNOWN
        self.apply = pulumi.Output.apply
        self.future = pulumi.Output.future
        self.is_known = pulumi.Output.is_known
        self.contains_unknowns = pulumi.runtime.rpc.contains_unknowns

    def unknown(self) -> Any:
        """Return an output that is unknown."""
        loop = asyncio.get_running_loop()
        value, known = loop.create_future(), loop.create_future()
        value.set_result(self.unknown_value)
        known.set_result(False)
        return self.output(set(), value, known)

    def has(self, code: types.CodeType) -> bool:
        return code.co_filename.startswith(self.folder)

    def is_pure(self, caller: types.FrameType, function: Any) -> bool:
        """Return whether an apply is internal to the SDK, not a callback of the program."""
        code = getattr(function, "__code__", None)
        if self.has(caller.f_code) or (code is not None and self.has(code)):
            return True
        # In a generated SDK: converts a lookup's answer to the result class.
        name = getattr(function, "__qualname__", "")
        lookup = name.startswith("get_") and "_output.<locals>" in name
        return code is not None and lookup and is_generated(code.co_filename)


def is_python_s_own(function: Any) -> bool:
    """Return whether a callback is a built-in, such as str or json.dumps."""
    module = (
        getattr(function, "__module__", None) or "builtins"
    )  # methods of str have no __module__
    return module.partition(".")[0] in getattr(sys, "stdlib_module_names", ("builtins", "json"))


def gated_apply(sdk: Sdk, root: str, not_run: list[str]) -> Callable[..., Any]:
    def apply(self: Any, func: Any, run_with_unknowns: bool = False) -> Any:  # noqa: FBT001, FBT002
        caller = sys._getframe(1)
        if sdk.is_pure(caller, func):
            return sdk.apply(self, pure(sdk, func), run_with_unknowns)
        counts = not is_generated(caller.f_code.co_filename) and not is_python_s_own(func)
        at = position(caller, root) if counts else None

        def inside(value: Any) -> Any:
            unknown = contains_placeholder(value)
            if not unknown and not sdk.contains_unknowns(value):
                return func(value)
            if run_with_unknowns:
                return func(without_placeholders(value, sdk.unknown_value) if unknown else value)
            if at is not None:
                not_run.append(at)
            return sdk.unknown()

        return sdk.apply(self, inside, run_with_unknowns=True)

    return apply


def pure(sdk: Sdk, function: Any) -> Any:
    """Return a function of the SDK that also accepts placeholders."""

    def inside(value: Any) -> Any:
        if not contains_placeholder(value):
            return function(value)
        try:
            found = function(value)
        except Exception:  # noqa: BLE001 (a placeholder is not JSON and has no attributes; any error is possible)
            return sdk.unknown()
        if isinstance(found, sdk.output):
            return found
        is_cut = isinstance(value, str) and not contains_placeholder(found)
        return sdk.unknown() if is_cut else found

    return inside


def whole_format(sdk: Sdk) -> Callable[..., Any]:
    """Return an `Output.format` whose result is unknown if a format truncates a placeholder."""

    def filled(values: list[Any]) -> Any:
        text, positional, named = values
        found = text.format(*positional, **dict(named))
        return found if placeholders_in(values) <= placeholders_in(found) else sdk.unknown()

    def format(format_string: Any, *args: Any, **keywords: Any) -> Any:  # noqa: A001
        every = sdk.output.all(format_string, sdk.output.all(*args), sdk.output.all(**keywords))
        return sdk.apply(every, pure(sdk, filled))

    return format


def untyped_placeholders(pulumi: types.ModuleType) -> Callable[..., Any]:
    """Return the SDK's conversion of outputs, for which placeholders have no enum type."""
    original = pulumi.runtime.rpc.translate_output_properties

    def translated(output: Any, transformer: Any, typ: Any = None, *args: Any, **more: Any) -> Any:
        is_placeholder = isinstance(output, str) and PLACEHOLDER.search(output) is not None
        return original(output, transformer, None if is_placeholder else typ, *args, **more)

    return translated


def original_checks(sdk: Sdk) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return `future` and `is_known` that show placeholders to the SDK only."""

    def future(self: Any, with_unknowns: bool | None = None) -> Any:  # noqa: FBT001
        if sdk.has(sys._getframe(1).f_code):
            return sdk.future(self, with_unknowns)
        return shown(self, with_unknowns)

    async def shown(output: Any, with_unknowns: bool | None) -> Any:  # noqa: FBT001
        value = await sdk.future(output, with_unknowns)
        if not contains_placeholder(value):
            return value
        return sdk.unknown_value if with_unknowns else None

    def is_known(self: Any) -> Any:
        code = sys._getframe(1).f_code
        # A lookup waits until the resources that it depends on exist.
        asks_for_lookup = code.co_filename.endswith("invoke.py") and LOOKUP.get() != POLICY_DOCUMENT
        if sdk.has(code) and not asks_for_lookup:
            return sdk.is_known(self)
        return really_known(self)

    async def really_known(output: Any) -> bool:
        value = await sdk.future(output, with_unknowns=True)
        return await sdk.is_known(output) and not contains_placeholder(value)

    return future, is_known


def gate_lookups(pulumi: types.ModuleType) -> None:
    """Make a lookup in output form unknown if an argument is unknown at any depth."""
    module = sys.modules["pulumi.runtime.invoke"]
    original = getattr(module, "invoke_output", None)
    if original is None:  # in older SDKs, lookups in output form are callbacks
        return
    rpc = pulumi.runtime.rpc

    def invoke_output(tok: str, *args: Any, **keywords: Any) -> Any:
        reset = LOOKUP.set(tok)
        try:
            return original(tok, *args, **keywords)
        finally:
            LOOKUP.reset(reset)

    def contains_unknowns(struct: Any) -> bool:
        # A lookup in plain form would fail for an unknown argument; the parent answers it instead.
        return LOOKUP.get() not in ("", POLICY_DOCUMENT) and contains_unknown(struct, rpc.UNKNOWN)

    of_lookups = types.SimpleNamespace(**vars(rpc))
    of_lookups.struct_contains_unknowns = contains_unknowns
    module.rpc = of_lookups  # type: ignore[attr-defined]
    module.invoke_output = pulumi.runtime.invoke_output = invoke_output  # type: ignore[attr-defined]


def contains_unknown(value: Any, mark: str) -> bool:
    """Return whether any part of a protobuf Struct is unknown."""
    if isinstance(value, str):
        return value == mark or PLACEHOLDER.search(value) is not None
    if hasattr(value, "values"):  # a Struct has keys; a ListValue's field has the same name
        parts = value.values() if callable(value.values) else value.values
        return any(contains_unknown(part, mark) for part in parts)
    return isinstance(value, list) and any(contains_unknown(part, mark) for part in value)


def placeholders_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(PLACEHOLDER.findall(value))
    parts = value.values() if isinstance(value, dict) else value
    return set().union(*map(placeholders_in, parts)) if isinstance(value, (dict, list)) else set()


def contains_placeholder(value: Any) -> bool:
    if isinstance(value, str):
        return PLACEHOLDER.search(value) is not None
    if isinstance(value, dict):
        return any(
            contains_placeholder(key) or contains_placeholder(item) for key, item in value.items()
        )
    if isinstance(value, (list, tuple)):
        return any(map(contains_placeholder, value))
    return is_record(value) and contains_placeholder(vars(value))


def without_placeholders(value: Any, unknown: Any) -> Any:
    """Return a value with `unknown` in place of placeholders, for callbacks that accept it."""
    if isinstance(value, str):
        return unknown if PLACEHOLDER.search(value) else value
    if type(value) is dict:
        return {key: without_placeholders(item, unknown) for key, item in value.items()}
    if isinstance(value, list):
        return [without_placeholders(item, unknown) for item in value]
    return unknown if contains_placeholder(value) else value


def is_record(value: Any) -> bool:
    """Return whether a value is an instance of an SDK's input or output class."""
    marks = ("_pulumi_input_type", "_pulumi_output_type")
    return any(hasattr(type(value), mark) for mark in marks) and hasattr(value, "__dict__")


def position(frame: types.FrameType | None, root: str) -> str:
    """Return the program's line that leads to a call of `apply`: "infra/network.py:41".

    If no line of the program does, return the library's file.
    """
    library = frame
    while frame is not None:
        found = inside(frame.f_code.co_filename, root)
        if found is not None:
            return f"{found}:{frame.f_lineno}"
        frame = frame.f_back
    if library is None:
        return "?"
    parts = library.f_code.co_filename.split(os.sep)
    start = max((parts.index(each) + 1 for each in LIBRARIES if each in parts), default=-1)
    return f"{'/'.join(parts[start:])}:{library.f_lineno}"


@functools.cache
def inside(path: str, root: str) -> str | None:
    """Return a program file's path from the project's folder; None for other files."""
    if path.startswith("<") or is_generated(path):
        return None
    parts = os.path.relpath(os.path.realpath(path), os.path.realpath(root)).split(os.sep)
    return None if parts[0] == ".." or LIBRARIES.intersection(parts) else "/".join(parts)


@functools.cache
def is_generated(path: str) -> bool:
    """Return whether a file belongs to an SDK that Pulumi generates from a provider's schema."""
    folder = os.path.dirname(os.path.abspath(path))
    while folder != os.path.dirname(folder):
        if os.path.isfile(os.path.join(folder, GENERATED)):
            return True
        if os.path.basename(folder) in LIBRARIES:
            return False
        folder = os.path.dirname(folder)
    return False
