"""How Elasticsearch is spoken to: who asks, over which TLS, and how long an answer may take."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who asks: a user with a password, or an API key, or nobody. Durations are seconds.

    `ca_file` names the certificates that are trusted, in place of the system's.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""
    verifies: bool = True
    answer_seconds: float = 5.0
    build_seconds: float = 60.0
