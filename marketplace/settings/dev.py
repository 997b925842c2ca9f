"""Settings of `make run`: one machine, friendly errors, no secret needed."""

from marketplace.settings.base import *  # noqa: F403 - settings are flat by nature

SECRET_KEY = env.SECRET_KEY or "development-only"  # noqa: F405 - never used by production
DEBUG = env.DEBUG  # noqa: F405
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["*"]  # noqa: F405
CLOCK_OFFSET = True
# Twins for the channels that have no platform, and a callback that can be played.
_TWIN = "marketplace.notifications.console.ConsoleGateway"
GATEWAYS = {**dict.fromkeys(("sms", "wechat"), _TWIN), **GATEWAYS}  # noqa: F405
WECHAT_CALLBACK_SECRET = env.WECHAT_CALLBACK_SECRET or "development-only"  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
