"""Secrets in text: AWS access keys, tokens of known formats, private keys and passwords.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
(2026-11-24) lists the prefixes of key ids. A secret access key has no prefix: 40 characters after a
name that contains "secret" count as one.
"""

import base64
import re
from collections.abc import Mapping

KEY_ID = re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])")
SECRET_KEY = re.compile(
    r"secret[\w.-]{0,30}[\"']?\s*(?:[:=]|\s)\s*[\"']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])",
    re.IGNORECASE,
)


# Tokens with a prefix of their own, private keys, and values assigned to a name for secrets.
TOKENS: Mapping[str, re.Pattern[str]] = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})"),
    "a Slack token": re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16,}"),
    "a Google API key": re.compile(r"\bAIza[A-Za-z0-9_-]{35}"),
    "a Hugging Face token": re.compile(r"\bhf_[A-Za-z0-9]{30,}"),
    "a JSON web token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a URL with a password": re.compile(
        r"\b[a-z][a-z0-9+.-]*://[^\s:/@\"'${}<]*:(?!\*|x{3})[^\s/@\"'${}<]{4,}@[\w.-]+",
        re.IGNORECASE,
    ),
    "a password": re.compile(
        r"(?<![:/])\b(?!\w*(?:arn|file|id|name|path|policy|prefix|uri|url|version)[\"']?\s*[:=])"
        r"\w*(?:password|passwd|secret|api_?key|access_?token|auth_?token)\w*[\"']?"
        r"\s*[:=]\s*[\"']?"
        r"(?!arn:|[\"'\s$<{/*]|true\b|false\b|none\b|null\b)[^\s\"']{8,}",
        re.IGNORECASE,
    ),
}


def secret_in(text: str) -> str | None:
    """Return the kind of secret in a text, decoded from base64 if needed; None without one."""
    if key := access_key_in(text):
        return key
    plain = decoded(text)
    return next((kind for kind, pattern in TOKENS.items() if pattern.search(plain)), None)


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
    except ValueError:  # not base64, or not text
        return text
