"""Post a report as a comment, or replace the comment of a former run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

Behavior = Literal["update", "new", "delete-and-new"]


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    body: str


class PullRequest(Protocol):
    """A pull request of one platform."""

    longest: int  # characters of a comment that the platform accepts
    shows_html: bool  # as in <details> and <br> of a report

    def comments(self) -> Iterable[Comment]: ...

    def create(self, body: str) -> str:
        """Return the comment's address."""

    def update(self, comment: Comment, body: str) -> str:
        """Return the comment's address."""

    def delete(self, comment: Comment) -> None: ...


def post(pull_request: PullRequest, body: str, *, behavior: Behavior, mark: str) -> str:
    """Return the address of the comment. Former comments are those whose text contains `mark`."""
    former = [] if behavior == "new" else [*marked(pull_request, mark)]
    if behavior == "update" and former:
        *older, last = former
        address = pull_request.update(last, body)
        for each in older:  # of a run that was interrupted
            pull_request.delete(each)
        return address
    address = pull_request.create(body)
    for each in former:
        pull_request.delete(each)
    return address


def marked(pull_request: PullRequest, mark: str) -> Iterable[Comment]:
    return (each for each in pull_request.comments() if mark in each.body)


def marker(tag: str) -> str:
    """Return a line that Markdown does not show, by which later runs find the comment."""
    return f"[//]: # (plimsoll comment: {tag})"


DETAILS = re.compile(r"<details><summary>(.*?)</summary>")


def without_html(text: str) -> str:
    """Return a report with headings in place of folded sections, and commas for line breaks."""
    return DETAILS.sub(r"### \1", text).replace("</details>\n", "").replace("<br>", ", ")


def fitted(text: str, mark: str, longest: int, link: str | None) -> str:
    """Return the body of a comment: at most `longest` characters, with a note where it is cut."""
    body = f"{mark}\n\n{text}"
    if len(body) <= longest:
        return body
    where = f"[whole report]({link})" if link else "whole report: artifact of the CI job"
    note = f"\n\n*The report is cut at {longest:,} characters; {where}.*\n"
    closing = "\n\n</details>" if is_open(body[: longest - len(note)]) else ""
    kept = body[: longest - len(note) - len(closing)]
    return kept[: kept.rfind("\n")] + closing + note


def is_open(text: str) -> bool:
    return text.count("<details>") > text.count("</details>")
