"""The only reader of the process environment."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
_env = environ.Env()

DATA_DIR = Path(_env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
SECRET_KEY: str = _env.str("SECRET_KEY", default="")
DEBUG: bool = _env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=[])
ALLOWED_ORIGINS: list[str] = _env.list("ALLOWED_ORIGINS", default=[])
BASE_URL: str = _env.str("BASE_URL", default="http://localhost:8000")
DATABASE_URL: str = _env.str("DATABASE_URL", default="")
REDIS_URL: str = _env.str("REDIS_URL", default="")
REDIS_PREFIX: str = _env.str("REDIS_PREFIX", default="marketplace")
ELASTICSEARCH_URL: str = _env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_ACCESS: dict[str, Any] = {
    "user": _env.str("ELASTICSEARCH_USER", default=""),
    "password": _env.str("ELASTICSEARCH_PASSWORD", default=""),
    "api_key": _env.str("ELASTICSEARCH_API_KEY", default=""),
    "ca_file": _env.str("ELASTICSEARCH_CA_FILE", default=""),
    "verifies": _env.bool("ELASTICSEARCH_VERIFY", default=True),
    "answer_seconds": _env.float("ELASTICSEARCH_ANSWER_SECONDS", default=5.0),
    "build_seconds": _env.float("ELASTICSEARCH_BUILD_SECONDS", default=60.0),
}
INDEX_PREFIX: str = _env.str("INDEX_PREFIX", default="marketplace")
ENCODER: str = _env.str("ENCODER", default="auto")
ENCODERS_DIR = Path(_env.str("ENCODERS_DIR", default=str(BASE_DIR / "var" / "encoders"))).resolve()
VECTOR_INDEX: str = _env.str("VECTOR_INDEX", default="flat")
EMAIL_URL: str = _env.str("EMAIL_URL", default="consolemail://")
DELIVERY_LOG_DAYS: int = _env.int("DELIVERY_LOG_DAYS", default=180)
# What callbacks of the official account are signed with; without it there are none.
WECHAT_CALLBACK_SECRET: str = _env.str("WECHAT_CALLBACK_SECRET", default="")
# What reports of mails that came back are signed with; without it there are none.
MAIL_CALLBACK_SECRET: str = _env.str("MAIL_CALLBACK_SECRET", default="")
MESSAGE_SIGNATURE: str = _env.str("MESSAGE_SIGNATURE", default="厦门场景对接")
CLOCK_OFFSET: bool = _env.bool("CLOCK_OFFSET", default=False)
SEAL_SUITE: str = _env.str("SEAL_SUITE", default="aes")
SEAL_KEEPER: str = _env.str("SEAL_KEEPER", default="marketplace.sealing.keepers.FileKeeper")
SEAL_KEY_FILE = Path(_env.str("SEAL_KEY_FILE", default=str(DATA_DIR / "keys" / "seal.key")))
SEAL_DECOY_MEGABYTES: int = _env.int("SEAL_DECOY_MEGABYTES", default=7)
SOCKETS_PER_ADDRESS: int = _env.int("SOCKETS_PER_ADDRESS", default=1000)
SOCKETS_PER_PERSON: int = _env.int("SOCKETS_PER_PERSON", default=20)
SOCKET_CONNECTS_A_MINUTE: int = _env.int("SOCKET_CONNECTS_A_MINUTE", default=1200)
RUN_CONSUMERS: bool = _env.bool("RUN_CONSUMERS", default=not DATABASE_URL)


def database() -> dict[str, Any]:
    """Return the default database: PostgreSQL by URL, else SQLite in DATA_DIR."""
    if DATABASE_URL:
        return {
            **_env.db_url_config(DATABASE_URL),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA_DIR / "marketplace.sqlite3"),
        "OPTIONS": {
            "timeout": 20,
            # Without IMMEDIATE a fifth of the writes fail as soon as two processes write.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def platforms() -> dict[str, dict[str, str]]:
    """Return where text messages and WeChat messages are handed over, and the secret of each."""
    found = {}
    for channel in ("sms", "wechat"):
        url = _env.str(f"{channel.upper()}_URL", default="")
        secret = _env.str(f"{channel.upper()}_SECRET", default="")
        if url and not secret:
            raise ImproperlyConfigured(f"{channel.upper()}_SECRET is not set")
        if url:
            found[channel] = {"url": url, "secret": secret}
    return found


def email() -> dict[str, Any]:
    """Return Django's e-mail settings by URL (smtp://…, consolemail://)."""
    return dict(_env.email_url_config(EMAIL_URL))
