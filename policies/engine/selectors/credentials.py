"""AWS access keys in text.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
(2026-11-24) lists the prefixes of key ids. A secret access key has no prefix: 40 characters after a
name that contains "secret" count as one.
"""

import base64
import binascii
import re

KEY_ID = re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])")
SECRET_KEY = re.compile(
    r"secret[\w.-]{0,30}[\"']?\s*(?:[:=]|\s)\s*[\"']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])",
    re.IGNORECASE,
)


def access_key_in(text: str) -> str | None:
    """Return the kind of key in a text, decoded from base64 if needed; None without a key."""
    plain = decoded(text)
    if KEY_ID.search(plain):
        return "an AWS access key id"
    return "an AWS secret access key" if SECRET_KEY.search(plain) else None


def decoded(text: str) -> str:
    """Return the text decoded from base64, or the text itself."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text
