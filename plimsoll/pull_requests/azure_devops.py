"""Comment threads on pull requests of Azure DevOps.

https://learn.microsoft.com/en-us/rest/api/azure/devops/git/pull-request-threads
"""

import base64
from collections.abc import Iterator

from plimsoll.pull_requests.comment import Comment
from plimsoll.pull_requests.http import call, session

LONGEST = 150_000
VERSION = {"api-version": "7.1"}
TEXT, ACTIVE = 1, 1  # commentType, status
FIRST = 1  # id of a thread's first comment


class AzureDevOps:
    """A pull request; the id of a Comment is that of its thread."""

    longest = LONGEST
    shows_html = True

    def __init__(self, repository: str, number: int, token: str, api: str) -> None:
        """`repository` is PROJECT/REPOSITORY; `api` the address of the organization."""
        basic = base64.b64encode(f":{token}".encode()).decode()
        self.client = session({"Authorization": f"Basic {basic}"})
        project, _, name = repository.partition("/")
        root = f"{api.rstrip('/')}/{project}"
        self.address = f"{root}/_apis/git/repositories/{name}/pullRequests/{number}/threads"
        self.page = f"{root}/_git/{name}/pullrequest/{number}"

    def comments(self) -> Iterator[Comment]:
        for thread in call(self.client, "GET", self.address, params=VERSION)["value"]:
            first = next(iter(thread.get("comments") or ()), None)
            if first and not thread.get("isDeleted") and not first.get("isDeleted"):
                yield Comment(str(thread["id"]), first.get("content") or "")

    def create(self, body: str) -> str:
        comment = {"parentCommentId": 0, "content": body, "commentType": TEXT}
        thread = {"comments": [comment], "status": ACTIVE}
        made = call(self.client, "POST", self.address, params=VERSION, json=thread)
        return f"{self.page}?discussionId={made['id']}"

    def update(self, comment: Comment, body: str) -> str:
        address = f"{self.address}/{comment.id}/comments/{FIRST}"
        call(self.client, "PATCH", address, params=VERSION, json={"content": body})
        return f"{self.page}?discussionId={comment.id}"

    def delete(self, comment: Comment) -> None:
        address = f"{self.address}/{comment.id}/comments/{FIRST}"
        call(self.client, "DELETE", address, params=VERSION)
