"""Runs one Pulumi program against the engine that its standard input names.

Runs with the program's interpreter, of whatever version; supervisor.py starts it. It imports the
standard library, that interpreter's own `pulumi`, and modules of the same kind beside it. On its
standard output it reports, as one JSON object: `ending` (see failure.py), and what the program
read of its environment (see variables.py).
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

from .child_unknowns import keep_unknown
from .failure import described
from .variables import Watched

MARK = "plimsoll:"  # begins what looks like a URN and tells an output instead
INSIDE = "__plimsollInside"
GRACE_SECONDS = 3  # for the SDK to end by itself after an error that nobody caught

# The outputs in whose applies we are.
ENCLOSING: contextvars.ContextVar[tuple[Any, ...]] = contextvars.ContextVar("inside", default=())


def main() -> None:
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the program prints is no part of the report
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
        tune()
        carry_origins(pulumi)
        read_encrypted(pulumi, set(wanted["encrypted"]))
        if wanted["assume_ids"]:
            notice_applies(pulumi)
        else:
            not_run = keep_unknown(pulumi, root)
        call_back_on_sockets(wanted["address"])
        Watched.watch(root)
        run(pulumi, wanted, lambda error: end(output, described(error, root), not_run))
    except BaseException as error:  # noqa: BLE001 (reported to the parent)
        ending = described(error, root)
    end(output, ending, not_run)


def end(output: Any, ending: dict[str, Any], not_run: list[str]) -> None:
    report = {"ending": ending, "callbacks_not_run": not_run, **Watched.report()}
    output.write("\n" + json.dumps(report))
    output.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # threads of the program's own do not hold us up


def leave_path(folders: set[str]) -> None:
    left = {os.path.realpath(each) for each in folders}  # links spell one folder in many ways
    sys.path[:] = [each for each in sys.path if os.path.realpath(each or ".") not in left]


class ProgramFirst:
    """Find the program's own package where an installed one of ours has the same name.

    A folder without __init__.py loses against ours otherwise, although it is first on the path.
    """

    def __init__(self, packages: list[str], ours: str) -> None:
        self.packages = frozenset(packages)
        self.ours = ours

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if path is not None or name not in self.packages:
            return None
        others = [each for each in sys.path if os.path.realpath(each or ".") != self.ours]
        return importlib.machinery.PathFinder.find_spec(name, others, target)


def tune() -> None:
    """Make the SDK quick. Measured on 200 and 2,000 resources.

    The collector doubles the time; with the default interval the threads that wait for an answer
    hold up the one that runs the program.
    """
    gc.disable()
    sys.setswitchinterval(2e-4)
    if hasattr(signal, "SIGUSR1"):  # the parent asks where it is when its time is up
        faulthandler.register(signal.SIGUSR1)


def run(pulumi: types.ModuleType, wanted: dict[str, Any], give_up: Any) -> None:
    """Run the program as Pulumi's own launcher does (pulumi-language-python-exec)."""
    settings = pulumi.runtime.settings.Settings
    known = inspect.signature(settings).parameters
    stated = {
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
        settings(**{key: value for key, value in stated.items() if key in known})
    )
    pulumi.log.debug = lambda *_, **__: None  # ten calls a resource
    watch(pulumi, give_up)
    sys.argv = [wanted["program"]]
    if os.path.isfile(wanted["program"]):
        sys.path.insert(0, os.path.dirname(wanted["program"]))
    loop.run_until_complete(
        pulumi.runtime.run_in_stack(
            lambda: runpy.run_path(wanted["program"], run_name="__main__") and None
        )
    )


def watch(pulumi: types.ModuleType, give_up: Any) -> None:
    """End a program that waits for ever for an output that an error left without value."""
    manager = pulumi.runtime.settings._get_rpc_manager()

    def look() -> None:
        while manager.unhandled_exception is None:
            time.sleep(0.5)
        time.sleep(GRACE_SECONDS)
        give_up(manager.unhandled_exception)

    threading.Thread(target=look, daemon=True).start()


def carry_origins(pulumi: types.ModuleType) -> None:
    """Have the SDK tell of each value, not of each property only, what it is made of."""
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

    # Lookups must not see it: they ask whether a value is known.
    of_resources = types.SimpleNamespace(**vars(rpc))
    of_resources.serialize_properties = serialize_resource
    pulumi.runtime.resource.rpc = of_resources
    callbacks: Any = sys.modules.get("pulumi.runtime._callbacks")
    if hasattr(callbacks, "serialize_properties"):
        callbacks.serialize_properties = serialize
    mark_outputs(pulumi)


def call_back_on_sockets(address: str) -> None:
    """Serve the program's transforms on sockets beside the engine's: its network may be cut."""
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


def mark_outputs(pulumi: types.ModuleType) -> None:
    """Take marks for dependencies, at little cost: a resource has one for each of its outputs."""
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


def read_encrypted(pulumi: types.ModuleType, keys: set[str]) -> None:
    """Have a setting that is encrypted, and stands for itself, be of the type that is asked for."""
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


def notice_applies(pulumi: types.ModuleType) -> None:
    """Note in which callbacks, on made-up ids, each resource is made."""
    original = pulumi.Output.apply

    def apply(self: Any, func: Any, run_with_unknowns: bool = False) -> Any:  # noqa: FBT001, FBT002
        def inside(value: Any) -> Any:
            ENCLOSING.set((*ENCLOSING.get(), self))  # each apply runs in a context of its own
            return func(value)

        return original(self, inside, run_with_unknowns)

    pulumi.Output.apply = apply


async def origins(outputs: tuple[Any, ...]) -> list[str]:
    found = set()
    for output in outputs:
        for resource in await output.resources():
            found.add(await resource.urn.future())
    return sorted(urn for urn in found if urn)
