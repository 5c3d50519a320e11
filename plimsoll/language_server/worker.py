"""Run an analysis in a process of its own, which can be killed at any time.

A server process that has imported the package is forked for each analysis (`forkserver`), so that
neither imports are repeated nor memory grows with the number of saves. Where it does not exist
(Windows), a new process is started.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext

from plimsoll.language_server.analysis import analyze
from plimsoll.language_server.values import Analysis, Request, failure

Work = Callable[[Request], Analysis]
PRELOADED = ["plimsoll.language_server.preloaded"]
NO_RESULT = "the analysis ended without a result; save the file again"
POLL_SECONDS = 0.02
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@cache
def context() -> ForkServerContext | SpawnContext:
    if METHOD == "spawn":
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(PRELOADED)
    return found


def answer(work: Work, request: Request, connection: Connection) -> None:
    """Send the analysis, or the reason why there is none."""
    try:
        result = work(request)
    except BaseException as error:  # noqa: BLE001 (the editor shows it; the process ends)
        result = failed(request, f"internal error: {type(error).__name__}: {error}".splitlines()[0])
    with suppress(BrokenPipeError):  # cancelled
        connection.send(result)
    connection.close()


def failed(request: Request, message: str) -> Analysis:
    problem = failure(message, request.folder, "plimsoll")
    return Analysis(request.folder, request.stack or "", problems=(problem,), failed=True)


async def analysis(request: Request, work: Work = analyze) -> Analysis:
    """Return the analysis of a project. Cancelling it kills the process and the program."""
    receiving, sending = context().Pipe(duplex=False)
    process = context().Process(target=answer, args=(work, request, sending), daemon=False)

    def clean(_: object = None) -> None:
        end(process)
        receiving.close()
        sending.close()

    starting = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        await asyncio.shield(starting)  # a start that is cancelled would leave its process
        sending.close()
        while not receiving.poll():
            if not process.is_alive() and not receiving.poll():
                return failed(request, NO_RESULT)
            await asyncio.sleep(POLL_SECONDS)
        return await asyncio.to_thread(received, receiving, request)
    finally:
        if starting.done():
            clean()
        else:
            starting.add_done_callback(clean)


def received(connection: Connection, request: Request) -> Analysis:
    try:
        found: Analysis = connection.recv()
    except EOFError:
        return failed(request, NO_RESULT)
    return found


def end(process: multiprocessing.process.BaseProcess) -> None:
    """Kill a process that still runs. Its supervisor ends the program when the pipe closes."""
    if process.pid is None:
        return
    if process.is_alive():
        process.kill()
    process.join()
    process.close()
