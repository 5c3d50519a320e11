"""Processes of analyses: they end, whatever happens."""

import asyncio
import os
import time
from pathlib import Path

from plimsoll.language_server.values import Analysis, Request
from plimsoll.language_server.worker import NO_RESULT, analysis

REQUEST = Request(Path("/shop"), "dev")


def good(request: Request) -> Analysis:
    return Analysis(request.folder, str(os.getpid()))


def broken(request: Request) -> Analysis:
    raise ValueError(f"not {request.stack}\nat all")


def killed(_: Request) -> Analysis:
    os._exit(3)


def endless(request: Request) -> Analysis:
    request.folder.joinpath("pid").write_text(str(os.getpid()))
    time.sleep(1000)
    return good(request)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_each_analysis_has_a_process_that_ends() -> None:
    async def run() -> list[int]:
        return [int((await analysis(REQUEST, good)).stack) for _ in range(5)]

    pids = asyncio.run(run())

    assert len({*pids}) == len(pids)
    assert not any(map(alive, pids))


def test_errors_and_ends_are_one_line() -> None:
    for work, message in (
        (broken, "internal error: ValueError: not dev"),
        (killed, NO_RESULT),
    ):
        found = asyncio.run(analysis(REQUEST, work))
        assert [each.message for each in found.problems] == [message]
        assert found.failed


def test_a_cancelled_analysis_is_killed(tmp_path: Path) -> None:
    async def run() -> int:
        task = asyncio.create_task(analysis(Request(tmp_path), endless))
        pid = tmp_path / "pid"
        async with asyncio.timeout(60):
            while not (pid.exists() and pid.read_text()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return int(pid.read_text())

    assert not alive(asyncio.run(run()))
