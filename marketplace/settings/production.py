"""Settings of a deployment behind TLS."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings.base import *  # noqa: F403 - settings are flat by nature

if not SECRET_KEY:  # noqa: F405
    message = "SECRET_KEY is not set"
    raise ImproperlyConfigured(message)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.ALLOWED_ORIGINS  # noqa: F405
CLOCK_OFFSET = False
# Wagtail shows previews in a frame of the same origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
