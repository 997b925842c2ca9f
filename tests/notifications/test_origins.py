import pytest

from marketplace.notifications.origins import is_own


def handshake(origin: str | None, host: str = "portal.test") -> dict:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return {"type": "websocket", "headers": headers}


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "http://evil.test", "http://portal.test.evil.test", "http://portal.test:81",
     "http://evil.test/portal.test", "ftp://portal.test", "http://[", "http://portal.test@evil.test"],
)  # fmt: skip
def test_a_forged_origin_is_not_ours(origin):
    assert not is_own(handshake(origin))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://portal.test", "portal.test"),
        ("http://portal.test:8000", "portal.test:8000"),
        ("https://PORTAL.test", "portal.test"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_a_page_of_the_host_that_is_asked_is_ours(origin, host):
    assert is_own(handshake(origin, host))


def test_a_trusted_origin_is_ours_behind_any_host(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://front.test"]
    assert is_own(handshake("https://front.test", "inner:8000"))


def test_a_host_that_is_not_ours_does_not_vouch_for_itself(settings):
    settings.ALLOWED_HOSTS = ["portal.test"]
    assert not is_own(handshake("http://evil.test", "evil.test"))


def test_two_origins_are_none(settings):
    scope = handshake("http://portal.test")
    scope["headers"].append((b"origin", b"http://evil.test"))
    assert not is_own(scope)


def test_behind_tls_a_plain_page_is_not_ours(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert not is_own(handshake("http://portal.test"))
    assert is_own(handshake("https://portal.test"))
