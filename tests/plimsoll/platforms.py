"""Stubs of the comment APIs of GitHub, GitLab, Bitbucket Cloud and Azure DevOps."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.http_server import serving

Answer = tuple[int, Any]


class Stub:
    """Comments of pull request 7 of one repository, and the requests that were made."""

    def __init__(self, platform: str) -> None:
        self.comments: dict[int, str] = {}
        self.requests: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.failures: list[int] = []  # status codes of the next answers
        self.address = ""
        self.platform = platform
        self.routes = ROUTES[platform]

    def answer(self, method: str, path: str, content: Any) -> Answer:
        self.requests.append((method, path))
        if self.failures:
            return self.failures.pop(0), {"message": "try again later"}
        for wanted, pattern, handle in self.routes:
            if wanted == method and (found := re.fullmatch(pattern, path)):
                return handle(self, content, *map(int, found.groups()))
        return 404, {"message": "Not Found"}

    def add(self, body: str) -> int:
        number = len(self.requests) + 100
        self.comments[number] = body
        return number


@contextmanager
def served(platform: str) -> Iterator[Stub]:
    stub = Stub(platform)

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length)) if length else None
            stub.tokens.add(
                self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""
            )
            status, found = stub.answer(self.command, self.path.partition("?")[0], content)
            body = b"" if found is None else json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = respond  # noqa: N815 (names of the library)

        def log_message(self, *_: Any) -> None:
            return

    with serving(Handler) as stub.address:
        yield stub


def github_comment(stub: Stub, number: int) -> dict[str, Any]:
    address = f"{stub.address}/repos/acme/shop/issues/comments/{number}"
    page = f"https://github.com/acme/shop/pull/7#issuecomment-{number}"
    return {"id": number, "body": stub.comments[number], "url": address, "html_url": page}


def github_list(stub: Stub, _: Any) -> Answer:
    return 200, [github_comment(stub, number) for number in stub.comments]


def github_create(stub: Stub, content: Any) -> Answer:
    return 201, github_comment(stub, stub.add(content["body"]))


def github_get(stub: Stub, _: Any, number: int) -> Answer:
    return 200, github_comment(stub, number)


def github_edit(stub: Stub, content: Any, number: int) -> Answer:
    stub.comments[number] = content["body"]
    return 200, github_comment(stub, number)


def removed(stub: Stub, _: Any, number: int) -> Answer:
    del stub.comments[number]
    return 204, None


def github_pull(stub: Stub, _: Any) -> Answer:
    root = f"{stub.address}/repos/acme/shop"
    return 200, {"number": 7, "url": f"{root}/pulls/7", "issue_url": f"{root}/issues/7"}


def gitlab_request(_: Stub, __: Any) -> Answer:
    return 200, {"id": 1, "iid": 7, "web_url": "https://gitlab.com/acme/shop/-/merge_requests/7"}


def note(stub: Stub, number: int) -> dict[str, Any]:
    return {"id": number, "body": stub.comments[number]}


def gitlab_list(stub: Stub, _: Any) -> Answer:
    return 200, [note(stub, number) for number in stub.comments]


def gitlab_create(stub: Stub, content: Any) -> Answer:
    return 201, note(stub, stub.add(content["body"]))


def gitlab_edit(stub: Stub, content: Any, number: int) -> Answer:
    stub.comments[number] = content["body"]
    return 200, note(stub, number)


def bitbucket_comment(stub: Stub, number: int) -> dict[str, Any]:
    page = f"https://bitbucket.org/acme/shop/pull-requests/7#comment-{number}"
    content = {"raw": stub.comments[number]}
    return {"id": number, "content": content, "links": {"html": {"href": page}}}


def bitbucket_list(stub: Stub, _: Any) -> Answer:
    return 200, {"values": [bitbucket_comment(stub, number) for number in stub.comments]}


def bitbucket_create(stub: Stub, content: Any) -> Answer:
    return 201, bitbucket_comment(stub, stub.add(content["content"]["raw"]))


def bitbucket_edit(stub: Stub, content: Any, number: int) -> Answer:
    stub.comments[number] = content["content"]["raw"]
    return 200, bitbucket_comment(stub, number)


def azure_list(stub: Stub, _: Any) -> Answer:
    threads = [
        {"id": number, "comments": [{"id": 1, "content": body}]}
        for number, body in stub.comments.items()
    ]
    return 200, {"value": threads}


def azure_create(stub: Stub, content: Any) -> Answer:
    return 200, {"id": stub.add(content["comments"][0]["content"])}


def azure_edit(stub: Stub, content: Any, number: int) -> Answer:
    stub.comments[number] = content["content"]
    return 200, {"id": 1, "content": content["content"]}


GITHUB, GITLAB = "/repos/acme/shop", "/api/v4/projects/acme%2Fshop/merge_requests/7"
BITBUCKET = "/repositories/acme/shop/pullrequests/7/comments"
AZURE = "/acme/_apis/git/repositories/shop/pullRequests/7/threads"
ROUTES: dict[str, list[tuple[str, str, Callable[..., Answer]]]] = {
    "github": [
        ("GET", f"{GITHUB}/pulls/7", github_pull),
        ("GET", f"{GITHUB}/issues/7/comments", github_list),
        ("POST", f"{GITHUB}/issues/7/comments", github_create),
        ("GET", rf"{GITHUB}/issues/comments/(\d+)", github_get),
        ("PATCH", rf"{GITHUB}/issues/comments/(\d+)", github_edit),
        ("DELETE", rf"{GITHUB}/issues/comments/(\d+)", removed),
    ],
    "gitlab": [
        ("GET", GITLAB, gitlab_request),
        ("GET", f"{GITLAB}/notes", gitlab_list),
        ("POST", f"{GITLAB}/notes", gitlab_create),
        ("PUT", rf"{GITLAB}/notes/(\d+)", gitlab_edit),
        ("DELETE", rf"{GITLAB}/notes/(\d+)", removed),
    ],
    "bitbucket": [
        ("GET", BITBUCKET, bitbucket_list),
        ("POST", BITBUCKET, bitbucket_create),
        ("PUT", rf"{BITBUCKET}/(\d+)", bitbucket_edit),
        ("DELETE", rf"{BITBUCKET}/(\d+)", removed),
    ],
    "azure-devops": [
        ("GET", AZURE, azure_list),
        ("POST", AZURE, azure_create),
        ("PATCH", rf"{AZURE}/(\d+)/comments/1", azure_edit),
        ("DELETE", rf"{AZURE}/(\d+)/comments/1", removed),
    ],
}
