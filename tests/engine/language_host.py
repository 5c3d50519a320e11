"""A Python language host: launches programs and policy packs for the engine.

It replaces Pulumi's own, whose Go module is not published. The launcher of programs is Pulumi's,
from the SDK module that the build downloads.
"""

import importlib.metadata
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import grpc
from pulumi.runtime.proto import (
    language_pb2,
    language_pb2_grpc,
    plugin_pb2,
)

LAUNCHER = Path(__file__).resolve().parents[2] / ".engine" / "bin" / "pulumi-language-python-exec"
BAIL = 32  # exit status of a program that has printed its error
OPTIONS = [("grpc.max_receive_message_length", 1 << 29)]


class Host(language_pb2_grpc.LanguageRuntimeServicer):
    def __init__(self, engine: str) -> None:
        self.engine = engine

    def Handshake(self, request: Any, _: Any) -> Any:  # noqa: N802
        self.engine = request.engine_address or self.engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, _: Any, __: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version="3.255.0")

    def GetRequiredPackages(self, _: Any, __: Any) -> Any:  # noqa: N802
        return language_pb2.GetRequiredPackagesResponse(packages=list(packages()))

    def InstallDependencies(self, _: Any, __: Any) -> Any:  # noqa: N802
        return iter(())

    def RuntimeOptionsPrompts(self, _: Any, __: Any) -> Any:  # noqa: N802
        return language_pb2.RuntimeOptionsResponse()

    def About(self, _: Any, __: Any) -> Any:  # noqa: N802
        version = sys.version.split()[0]
        return language_pb2.AboutResponse(executable=sys.executable, version=version)

    def GetProgramDependencies(self, _: Any, __: Any) -> Any:  # noqa: N802
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=each.metadata["Name"], version=each.version)
                for each in importlib.metadata.distributions()
            ]
        )

    def Run(self, request: Any, _: Any) -> Any:  # noqa: N802
        config = {
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        command = program(request, self.engine)
        ended = subprocess.run(command, env=os.environ | config, check=False)
        match ended.returncode:
            case 0:
                return language_pb2.RunResponse()
            case 32:
                return language_pb2.RunResponse(bail=True)
            case code:
                return language_pb2.RunResponse(error=f"program exited with code {code}")

    def RunPlugin(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        analyzer = request.kind.lower() == "analyzer"
        module = "pulumi.policy" if analyzer else "pulumi.run.plugin"
        running = subprocess.Popen(
            [
                *(python_of(request.info), "-u", "-m", module),
                *(*request.args, request.info.program_directory),
            ],
            cwd=request.pwd or None,
            env=dict(each.split("=", 1) for each in request.env) or None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        context.add_callback(running.kill)
        yield from streamed(running)


def packages() -> Iterator[Any]:
    """Yield the provider plugins that installed packages ask for."""
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or ():
            if file.name == "pulumi-plugin.json":
                plugin = json.loads(Path(str(distribution.locate_file(file))).read_text())
                if plugin.get("resource"):
                    yield plugin_pb2.PackageDependency(
                        name=plugin["name"],
                        kind="resource",
                        version=f"v{plugin['version']}",
                        server=plugin.get("server", ""),
                    )


def python_of(info: Any) -> str:
    options = dict(info.options) if info.HasField("options") else {}
    virtualenv = options.get("virtualenv")
    if virtualenv:
        return str(Path(info.root_directory, virtualenv, "bin", "python"))
    return sys.executable


def program(request: Any, engine: str) -> list[str]:
    info = request.info
    entry = info.entry_point or "."
    values = {
        "monitor": request.monitor_address,
        "engine": engine,
        "project": request.project,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": str(request.dryRun).lower(),
        "parallel": str(request.parallel),
        "organization": request.organization,
        "root_directory": info.root_directory,
    }
    options = [word for name, value in values.items() for word in (f"--{name}", value)]
    folder = info.program_directory
    main = folder if entry == "." else str(Path(folder, entry))
    return [python_of(info), "-u", str(LAUNCHER), *options, main, *request.args]


def streamed(running: subprocess.Popen[str]) -> Iterator[Any]:
    lines: queue.Queue[Any] = queue.Queue()

    def pump(stream: IO[str], name: str) -> None:
        for line in stream:
            response = language_pb2.RunPluginResponse()
            setattr(response, name, line.encode())
            lines.put(response)
        lines.put(None)

    for stream, name in ((running.stdout, "stdout"), (running.stderr, "stderr")):
        threading.Thread(target=pump, args=(stream, name), daemon=True).start()
    for _ in ("stdout", "stderr"):
        yield from iter(lines.get, None)
    yield language_pb2.RunPluginResponse(exitcode=running.wait())


def serve(add: Any, servicer: Any) -> None:
    """Serve on a free port, print its number, and stop on a signal."""
    server = grpc.server(ThreadPoolExecutor(16), options=OPTIONS)
    add(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


if __name__ == "__main__":
    address = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    serve(language_pb2_grpc.add_LanguageRuntimeServicer_to_server, Host(address))
