"""Command `comment` against stubs of each platform's API."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from plimsoll.cli import main
from plimsoll.pull_requests.comment import fitted, marker
from plimsoll.pull_requests.settings import VARIABLES, Platform
from tests.plimsoll.platforms import Stub, served

Run = Callable[..., tuple[int, str]]
MARK = marker("default")


@pytest.fixture(params=get_args(Platform))
def stub(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    for platform, names in VARIABLES.items():
        for name in (*names.repository, *names.number, *names.token, *names.api):
            monkeypatch.delenv(name, raising=False)
        if platform == request.param:
            monkeypatch.setenv(names.token[0], "secret-token")
    with served(request.param) as found:
        yield found


@pytest.fixture
def run(stub: Stub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that posts a text, and returns exit status and standard error."""

    def posted(text: str, *options: str) -> tuple[int, str]:
        file = tmp_path / "report.md"
        file.write_text(text)
        platform = stub.platform
        call = ["comment", platform, "--path", str(file), "--api-url", stub.address]
        with pytest.raises(SystemExit) as ended:
            main([*call, "--repo", "acme/shop", "--pr", "7", *options])
        return int(ended.value.code or 0), capsys.readouterr().err

    return posted


def test_update_keeps_one_comment(stub: Stub, run: Run) -> None:
    other = stub.add("a comment of a person")
    assert run("first report") == (0, run_message(stub))
    assert run("second report")[0] == 0

    mine = [body for number, body in stub.comments.items() if number != other]
    assert mine == [f"{MARK}\n\nsecond report"]
    assert all("secret-token" in each or each.startswith("Basic ") for each in stub.tokens)


def run_message(stub: Stub) -> str:
    number = next(reversed(stub.comments), 0)
    return {
        "github": f"plimsoll: posted: https://github.com/acme/shop/pull/7#issuecomment-{number}\n",
        "gitlab": (
            f"plimsoll: posted: https://gitlab.com/acme/shop/-/merge_requests/7#note_{number}\n"
        ),
        "bitbucket": (
            f"plimsoll: posted: https://bitbucket.org/acme/shop/pull-requests/7#comment-{number}\n"
        ),
        "azure-devops": (
            f"plimsoll: posted: {stub.address}/acme/_git/shop/pullrequest/7?discussionId={number}\n"
        ),
    }[stub.platform]


LIMITS = {"github": 65_536, "gitlab": 1_000_000, "bitbucket": 32_768, "azure-devops": 150_000}


def test_comment_is_cut_at_the_limit_of_the_platform(stub: Stub, run: Run) -> None:
    limit = LIMITS[stub.platform]
    fits = "x" * (limit - len(f"{MARK}\n\n"))
    assert run(fits)[0] == 0
    assert [*stub.comments.values()] == [f"{MARK}\n\n{fits}"]

    row = "| é€ | $1.00 |\n"
    assert run(row * (limit // len(row) + 1), "--report-url", "https://ci.example.com/1")[0] == 0
    (body,) = stub.comments.values()
    assert limit - len(row) * 2 < len(body) <= limit
    assert body.endswith(
        f"The report is cut at {limit:,} characters; [whole report](https://ci.example.com/1).*\n"
    )


def test_html_is_left_out_where_it_would_be_text(stub: Stub, run: Run) -> None:
    text = "| a<br>b |\n\n<details><summary>Charges</summary>\n\n| c |\n\n</details>\n\nGaps\n"
    assert run(text)[0] == 0

    (body,) = stub.comments.values()
    plain = "| a, b |\n\n### Charges\n\n| c |\n\n\nGaps\n"
    expected = plain if stub.platform == "bitbucket" else text
    assert body == f"{MARK}\n\n{expected}"


def test_new_adds_a_comment(stub: Stub, run: Run) -> None:
    run("first report")
    run("second report", "--behavior", "new")

    assert len(stub.comments) == 2


def test_delete_and_new_moves_the_comment_to_the_end(stub: Stub, run: Run) -> None:
    run("first report")
    person = stub.add("a comment of a person")
    run("second report", "--behavior", "delete-and-new")

    numbers = list(stub.comments)
    assert numbers[0] == person
    assert stub.comments[numbers[1]].endswith("second report")
    assert len(numbers) == 2


def test_tags_keep_reports_apart(stub: Stub, run: Run) -> None:
    run("cost of network", "--tag", "network")
    run("cost of shop", "--tag", "shop")
    run("new cost of shop", "--tag", "shop")

    assert len(stub.comments) == 2


def test_transient_failures_are_tried_again(stub: Stub, run: Run) -> None:
    stub.failures = [503]

    assert run("report")[0] == 0
    assert len(stub.comments) == 1


def test_refused_call_is_one_line(stub: Stub, run: Run) -> None:
    status, errors = run("report", "--pr", "8")

    assert status == 2
    assert errors.startswith(f"plimsoll: {stub.platform} refused")
    assert len(errors.splitlines()) == 1
    assert "secret-token" not in errors


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["github", "--pr", "7"], "--repo is missing; use --repo OWNER/NAME or set GITHUB_REPO"),
        (["github", "--repo", "a/b", "--pr", "x"], "--pr x: not a number; use --pr NUMBER or set"),
        (["github", "--repo", "a/b", "--pr", "7"], "no token for github; set GITHUB_TOKEN"),
        (["azure-devops", "--repo", "b", "--pr", "7"], "--repo b: the project is missing"),
        (["github", "--path", "none.md"], "--path none.md: No such file or directory"),
    ],
)
def test_incomplete_call_names_option_and_variable(
    call: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for names in VARIABLES.values():
        for name in (*names.repository, *names.number, *names.token):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "report.md").write_text("report")
    with pytest.raises(SystemExit) as ended:
        main(["comment", *call])

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"plimsoll: {message}")


def test_job_variables_of_github_name_the_pull_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.md").write_text("report")
    with served("github") as stub:
        monkeypatch.setenv("GITHUB_API_URL", stub.address)
        monkeypatch.setenv("GITHUB_REPOSITORY", "acme/shop")
        monkeypatch.setenv("GITHUB_REF", "refs/pull/7/merge")
        monkeypatch.setenv("GITHUB_TOKEN", "secret-token")
        with pytest.raises(SystemExit) as ended:
            main(["comment", "github", "--path", str(tmp_path / "report.md"), "--quiet"])

        assert not ended.value.code
        assert len(stub.comments) == 1


def test_missing_client_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.md").write_text("report")
    monkeypatch.setenv("GITHUB_TOKEN", "secret-token")
    monkeypatch.setitem(sys.modules, "github", None)
    call = ["comment", "github", "--path", str(tmp_path / "report.md"), "--repo", "a/b"]
    with pytest.raises(SystemExit):
        main([*call, "--pr", "7"])

    assert "pip install 'plimsoll[comment]'" in capsys.readouterr().err


def test_long_report_is_cut_at_a_line_and_linked() -> None:
    text = "## Cost\n<details>\n" + "| web | $1.00 |\n" * 1000 + "</details>\n"
    body = fitted(text, MARK, 2000, "https://ci.example.com/report")

    assert len(body) <= 2000
    assert body.startswith(MARK)
    assert body.count("<details>") == body.count("</details>") == 1
    assert "[whole report](https://ci.example.com/report)" in body
    assert "| web | $1.00 |\n\n</details>" in body
