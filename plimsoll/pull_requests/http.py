"""HTTP session for platforms without a well-kept Python client of their own."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

SECONDS = 30.0
ATTEMPTS = 5
AGAIN = (429, 500, 502, 503, 504)  # rate limits and transient errors


def session(headers: dict[str, str]) -> requests.Session:
    """Return a session that tries again as `Retry-After` says, else with growing pauses."""
    found = requests.Session()
    found.headers.update(headers)
    retry = Retry(total=ATTEMPTS, backoff_factor=0.5, status_forcelist=AGAIN, allowed_methods=None)
    for scheme in ("https://", "http://"):
        found.mount(scheme, HTTPAdapter(max_retries=retry))
    return found


def call(client: requests.Session, method: str, address: str, **content: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return the JSON of the answer, None if it is empty. Raise requests.HTTPError."""
    answer = client.request(method, address, timeout=SECONDS, **content)
    answer.raise_for_status()
    return answer.json() if answer.content else None
