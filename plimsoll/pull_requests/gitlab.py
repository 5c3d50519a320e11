"""Notes on merge requests of GitLab, through python-gitlab.

https://docs.gitlab.com/api/notes/
"""

from collections.abc import Iterator
from typing import Any

from plimsoll.pull_requests.comment import Comment

LONGEST = 1_000_000
API = "https://gitlab.com"


class GitLab:
    longest = LONGEST
    shows_html = True

    def __init__(self, project: str, number: int, token: str, api: str = API) -> None:
        """Raise gitlab.GitlabError if the merge request is not found or not accessible.

        python-gitlab waits and tries again where GitLab limits the rate.
        """
        from gitlab import Gitlab

        client = Gitlab(api, private_token=token, retry_transient_errors=True)
        self.merge_request: Any = client.projects.get(project, lazy=True).mergerequests.get(number)

    def comments(self) -> Iterator[Comment]:
        for each in self.merge_request.notes.list(iterator=True, sort="asc"):
            yield Comment(str(each.id), each.body)

    def create(self, body: str) -> str:
        return self.address(self.merge_request.notes.create({"body": body}).id)

    def update(self, comment: Comment, body: str) -> str:
        self.merge_request.notes.update(comment.id, {"body": body})
        return self.address(comment.id)

    def delete(self, comment: Comment) -> None:
        self.merge_request.notes.delete(comment.id)

    def address(self, note: object) -> str:
        return f"{self.merge_request.web_url}#note_{note}"
