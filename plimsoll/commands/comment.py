"""Command `comment`: post a report to a pull request."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll import options as o
from plimsoll.output import note
from plimsoll.pull_requests.comment import Behavior, fitted, marker, post, without_html
from plimsoll.pull_requests.settings import Platform, Target, target

if TYPE_CHECKING:
    from plimsoll.pull_requests.comment import PullRequest


def comment(
    platform: Annotated[Platform, typer.Argument(help="Platform of the pull request.")],
    file: Annotated[
        Path,
        typer.Option("--path", help="Markdown file to post; - for standard input."),
    ] = Path("build/report.md"),
    repository: Annotated[
        str | None,
        typer.Option(
            "--repo",
            metavar="NAME",
            help=(
                "Repository: OWNER/NAME, GitLab's project id, or PROJECT/REPOSITORY of Azure "
                "DevOps. Default: that of the CI job."
            ),
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(
            "--pr", metavar="NUMBER", help="Pull or merge request. Default: that of the CI job."
        ),
    ] = None,
    api: Annotated[
        str | None,
        typer.Option(
            "--api-url",
            metavar="URL",
            help="Address of a server of your own. Default: the platform's, or that of the CI job.",
        ),
    ] = None,
    behavior: Annotated[
        Behavior,
        typer.Option(
            "--behavior",
            help="Update the comment of the last run, add a new one, or delete it and add a new.",
        ),
    ] = "update",
    tag: Annotated[
        str,
        typer.Option(
            "--tag", help="Name of the report, where a pull request has comments on several."
        ),
    ] = "default",
    link: Annotated[
        str | None,
        typer.Option(
            "--report-url",
            metavar="URL",
            help="Link to the whole report, shown where the platform's limit cuts the comment.",
        ),
    ] = None,
    *,
    quiet: o.Quiet = False,
) -> None:
    """Post a Markdown report to a pull request, or update the comment of the last run.

    The token is read from GITHUB_TOKEN, GITLAB_TOKEN, BITBUCKET_TOKEN or SYSTEM_ACCESSTOKEN.
    """
    from costing.errors import CallError

    text = content(file)
    place = target(platform, os.environ, repository, number, api)
    mark = marker(tag)
    try:
        found = pull_request(platform, place)
        own = text if found.shows_html else without_html(text)
        body = fitted(own, mark, found.longest, link)
        address = post(found, body, behavior=behavior, mark=mark)
    except errors_of(platform) as error:
        reason = " ".join(str(error).split())
        raise CallError(
            f"{platform} refused the comment on {place.repository} #{place.number}: {reason}; "
            "check the token's permissions, --repo and --pr"
        ) from error
    note(f"posted: {address}", quiet=quiet)


def content(file: Path) -> str:
    """Return the Markdown. Raise CallError for a file that cannot be read or is empty."""
    from costing.errors import CallError

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise CallError(
            f"--path {file}: {reason}; write it with plimsoll report, cost or diff -f markdown"
        ) from error
    if not text.strip():
        raise CallError(f"--path {file}: the file is empty")
    return text


def pull_request(platform: Platform, place: Target) -> "PullRequest":
    from plimsoll.pull_requests import azure_devops, bitbucket, github, gitlab

    where = (place.repository, place.number, place.token)
    match platform:
        case "github":
            return github.GitHub(*where, place.api or github.API)
        case "gitlab":
            return gitlab.GitLab(*where, place.api or gitlab.API)
        case "bitbucket":
            return bitbucket.Bitbucket(*where, place.api or bitbucket.API)
        case "azure-devops":
            return azure_devops.AzureDevOps(*where, place.api or "")


def errors_of(platform: Platform) -> tuple[type[Exception], ...]:
    """Return the errors by which a platform's client reports a refused call."""
    from requests import RequestException

    if platform == "github":
        from github import GithubException

        return GithubException, RequestException
    if platform == "gitlab":
        from gitlab.exceptions import GitlabError

        return GitlabError, RequestException
    return (RequestException,)
