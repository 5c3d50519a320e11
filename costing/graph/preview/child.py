"""Run one Pulumi program against the engine whose address is in standard input.

supervisor.py starts this script with the program's interpreter. It only imports the standard
library, that interpreter's `pulumi`, and sibling modules with the same restriction. It writes one
JSON object to standard output: `ending` (see failure.py) and the environment variables that the
program read (see variables.py).
"""

from __future__ import annotations

import asyncio
import contextvars
import faulthandler
import gc
import importlib.machinery
import inspect
import itertools
import json
import logging
import os
import runpy
import signal
import sys
import threading
import time
import types
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .child_imports import GeneratedPackages
from .child_unknowns import keep_unknown
from .failure import described
from .variables import RecordedEnvironment

MARK = "plimsoll:"  # prefix of an output's number among a list of URNs
INSIDE = "__plimsollInside"
GRACE_SECONDS = 3  # for the SDK to end by itself after an uncaught error

# Outputs of the `apply` calls whose callbacks are running.
ENCLOSING: contextvars.ContextVar[tuple[Any, ...]] = contextvars.ContextVar("inside", default=())


def main() -> None:
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # keeps the program's output out of the report
    ending: dict[str, Any] = {}
    not_run: list[str] = []
    root = ""
    try:
        import pulumi

        wanted = json.load(sys.stdin)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        root = wanted["root"]
        leave_path(set(wanted["leave"]))
        if "ours" in wanted:
            sys.meta_path.insert(0, ProgramFirst(wanted["packages"], wanted["ours"]))
        sys.meta_path.insert(0, GeneratedPackages())
        speed_up()
        answer_where(wanted["stack_file"])
        report_dependencies(pulumi)
        patch_encrypted_settings(pulumi, set(wanted["encrypted"]))
        if wanted["assume_ids"]:
            record_applies(pulumi)
        else:
            not_run = keep_unknown(pulumi, root)
        call_back_on_sockets(wanted["address"])
        RecordedEnvironment.install(root)
        run(pulumi, wanted, lambda error: end(output, described(error, root), not_run))
    except BaseException as error:  # noqa: BLE001 (reported to the parent)
        ending = described(error, root)
    end(output, ending, not_run)


def end(output: Any, ending: dict[str, Any], not_run: list[str]) -> None:
    report = {"ending": ending, "callbacks_not_run": not_run, **RecordedEnvironment.report()}
    output.write("\n" + json.dumps(report))
    output.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # does not wait for the program's threads


def leave_path(folders: set[str]) -> None:
    """Remove the source tree of an editable install from the path.

    Its package plimsoll, which a program may import for its budget, can still be imported.
    """
    left = {
        os.path.realpath(each) for each in folders
    }  # symbolic links give one folder several paths
    if any(os.path.realpath(each or ".") in left for each in sys.path):
        sys.meta_path.append(OnlyPlimsoll(sorted(left)))
    sys.path[:] = [each for each in sys.path if os.path.realpath(each or ".") not in left]


class OnlyPlimsoll:
    """Import hook for the package plimsoll of a folder that is not on the path."""

    def __init__(self, folders: list[str]) -> None:
        self.folders = folders

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if path is not None or name != "plimsoll":
            return None
        return importlib.machinery.PathFinder.find_spec(name, self.folders, target)


class ProgramFirst:
    """Import hook that prefers the program's packages to Plimsoll's of the same name.

    Without it, Plimsoll's package is imported instead of a program's folder without __init__.py.
    """

    def __init__(self, packages: list[str], ours: str) -> None:
        self.packages = frozenset(packages)
        self.ours = ours

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if path is not None or name not in self.packages:
            return None
        others = [each for each in sys.path if os.path.realpath(each or ".") != self.ours]
        return importlib.machinery.PathFinder.find_spec(name, others, target)


def speed_up() -> None:
    """Speed up the SDK. Measured on 200 and 2,000 resources.

    Garbage collection doubles the run time. With the default switch interval, threads that wait
    for the engine delay the thread that runs the program.
    """
    gc.disable()
    sys.setswitchinterval(2e-4)


def answer_where(path: str) -> None:
    """Write the current line to a file when the parent asks for it, after the time limit."""
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, file=os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def run(pulumi: types.ModuleType, wanted: dict[str, Any], give_up: Any) -> None:
    """Run the program as Pulumi's own launcher does (pulumi-language-python-exec)."""
    settings = pulumi.runtime.settings.Settings
    known = inspect.signature(settings).parameters
    specified = {
        "project": wanted["project"],
        "stack": wanted["stack"],
        "organization": wanted["organization"],
        "root_directory": wanted["root"],
        "monitor": wanted["address"],
        "engine": wanted["address"],
        "parallel": wanted["parallel"],
        "dry_run": True,
    }
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(max_workers=wanted["parallel"]))
    pulumi.runtime.config.set_all_config(wanted["config"], wanted["secrets"])
    pulumi.runtime.settings.configure(
        settings(**{key: value for key, value in specified.items() if key in known})
    )
    pulumi.log.debug = lambda *_, **__: None  # ten calls for each resource
    install(pulumi, give_up)
    sys.argv = [wanted["program"]]
    if os.path.isfile(wanted["program"]):
        sys.path.insert(0, os.path.dirname(wanted["program"]))
    loop.run_until_complete(
        pulumi.runtime.run_in_stack(
            lambda: runpy.run_path(wanted["program"], run_name="__main__") and None
        )
    )


def install(pulumi: types.ModuleType, give_up: Any) -> None:
    """End a program that waits for an output that has no value because of an error."""
    manager = pulumi.runtime.settings._get_rpc_manager()

    def look() -> None:
        while manager.unhandled_exception is None:
            time.sleep(0.5)
        time.sleep(GRACE_SECONDS)
        give_up(manager.unhandled_exception)

    threading.Thread(target=look, daemon=True).start()


def report_dependencies(pulumi: types.ModuleType) -> None:
    """Make the SDK report the dependencies of each value, not only of each property."""
    rpc = pulumi.runtime.rpc
    original = rpc.serialize_properties
    if "keep_output_values" not in inspect.signature(original).parameters:
        return

    async def serialize(*args: Any, **keywords: Any) -> Any:
        return await original(*args, **{**keywords, "keep_output_values": True})

    async def serialize_resource(*args: Any, **keywords: Any) -> Any:
        struct = await serialize(*args, **keywords)
        if ENCLOSING.get():
            struct[INSIDE] = await origins(ENCLOSING.get())
        return struct

    # Not for lookups, which need to know whether a value is known.
    of_resources = types.SimpleNamespace(**vars(rpc))
    of_resources.serialize_properties = serialize_resource
    pulumi.runtime.resource.rpc = of_resources
    callbacks: Any = sys.modules.get("pulumi.runtime._callbacks")
    if hasattr(callbacks, "serialize_properties"):
        callbacks.serialize_properties = serialize
    accept_output_numbers(pulumi)


def call_back_on_sockets(address: str) -> None:
    """Serve the program's transforms on Unix sockets, as its network may be disabled."""
    callbacks = sys.modules.get("pulumi.runtime._callbacks")
    servicer: Any = getattr(callbacks, "_CallbackServicer", None)
    if servicer is None or not address.startswith("unix:"):
        return
    original = servicer.__init__
    numbers = itertools.count()

    def initialize(self: Any, *args: Any, **keywords: Any) -> None:
        original(self, *args, **keywords)
        self._target = f"{os.path.dirname(address)}/callbacks-{next(numbers)}"
        self._server.add_insecure_port(self._target)

    servicer.__init__ = initialize


def accept_output_numbers(pulumi: types.ModuleType) -> None:
    """Let the SDK treat output numbers as dependencies, without creating a resource for each."""
    original = pulumi.resource.DependencyResource
    marks: dict[str, Any] = {}

    class Mark(pulumi.Resource):  # type: ignore[misc, name-defined]
        def __init__(self, text: str) -> None:
            self.text = text

        @property
        def urn(self) -> Any:
            if "output" not in self.__dict__:
                self.output = pulumi.Output.from_input(self.text)
            return self.output

    def dependency(urn: str) -> Any:
        if not urn.startswith(MARK):
            return original(urn)
        if urn not in marks:
            marks[urn] = Mark(urn)
        return marks[urn]

    pulumi.resource.DependencyResource = dependency


def patch_encrypted_settings(pulumi: types.ModuleType, keys: set[str]) -> None:
    """Return a placeholder of the requested type for an encrypted setting."""
    values = {"_get_bool": True, "_get_int": 1, "_get_float": 1.0, "_get_object": {}}
    for name, value in values.items():
        if original := getattr(pulumi.Config, name, None):
            setattr(pulumi.Config, name, reading(original, keys, value))


def reading(original: Any, keys: set[str], value: Any) -> Any:
    def read(self: Any, key: str, *args: Any, **keywords: Any) -> Any:
        if self.full_key(key) in keys:
            return value
        return original(self, key, *args, **keywords)

    return read


def record_applies(pulumi: types.ModuleType) -> None:
    """Record the `apply` callbacks, run with generated ids, in which each resource is created."""
    original = pulumi.Output.apply

    def apply(self: Any, func: Any, run_with_unknowns: bool = False) -> Any:  # noqa: FBT001, FBT002
        def inside(value: Any) -> Any:
            ENCLOSING.set((*ENCLOSING.get(), self))  # each apply runs in its own context
            return func(value)

        return original(self, inside, run_with_unknowns)

    pulumi.Output.apply = apply


async def origins(outputs: tuple[Any, ...]) -> list[str]:
    found = set()
    for output in outputs:
        for resource in await output.resources():
            found.add(await resource.urn.future())
    return sorted(urn for urn in found if urn)
