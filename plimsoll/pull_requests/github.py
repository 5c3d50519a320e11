"""Comments on pull requests of GitHub, through PyGithub.

https://docs.github.com/en/rest/issues/comments
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plimsoll.pull_requests.comment import Comment

if TYPE_CHECKING:
    from github.PullRequest import PullRequest

LONGEST = 65_536
API = "https://api.github.com"


class GitHub:
    longest = LONGEST
    shows_html = True

    def __init__(self, repository: str, number: int, token: str, api: str = API) -> None:
        """Raise github.GithubException if the pull request is not found or not accessible.

        PyGithub waits and tries again where GitHub limits the rate.
        """
        from github import Auth, Github

        client = Github(auth=Auth.Token(token), base_url=api, lazy=True)
        self.pull_request: PullRequest = client.get_repo(repository).get_pull(number)

    def comments(self) -> Iterator[Comment]:
        for each in self.pull_request.get_issue_comments():
            yield Comment(str(each.id), each.body or "")

    def create(self, body: str) -> str:
        return self.pull_request.create_issue_comment(body).html_url

    def update(self, comment: Comment, body: str) -> str:
        found = self.pull_request.get_issue_comment(int(comment.id))
        found.edit(body)
        return found.html_url

    def delete(self, comment: Comment) -> None:
        self.pull_request.get_issue_comment(int(comment.id)).delete()
