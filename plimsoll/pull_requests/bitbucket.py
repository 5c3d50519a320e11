"""Comments on pull requests of Bitbucket Cloud.

https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/
"""

from collections.abc import Iterator

from plimsoll.pull_requests.comment import Comment
from plimsoll.pull_requests.http import call, session

LONGEST = 32_768
API = "https://api.bitbucket.org/2.0"


class Bitbucket:
    longest = LONGEST
    shows_html = False  # its comments show HTML tags as text

    def __init__(self, repository: str, number: int, token: str, api: str = API) -> None:
        self.client = session({"Authorization": f"Bearer {token}"})
        self.address = f"{api}/repositories/{repository}/pullrequests/{number}/comments"

    def comments(self) -> Iterator[Comment]:
        page: str | None = f"{self.address}?pagelen=100"
        while page:
            found = call(self.client, "GET", page)
            for each in found["values"]:
                if not each.get("deleted"):
                    yield Comment(str(each["id"]), each["content"]["raw"])
            page = found.get("next")

    def create(self, body: str) -> str:
        made = call(self.client, "POST", self.address, json={"content": {"raw": body}})
        return str(made["links"]["html"]["href"])

    def update(self, comment: Comment, body: str) -> str:
        address = f"{self.address}/{comment.id}"
        made = call(self.client, "PUT", address, json={"content": {"raw": body}})
        return str(made["links"]["html"]["href"])

    def delete(self, comment: Comment) -> None:
        call(self.client, "DELETE", f"{self.address}/{comment.id}")
