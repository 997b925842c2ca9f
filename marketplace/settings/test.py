"""Settings of the test suite: fast hashing, in-memory mail, nothing outside DATA_DIR."""

from marketplace.settings.dev import *  # noqa: F403 - settings are flat by nature

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = False
# WhiteNoise warns of a missing folder, and a warning fails a test.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - set in base
# A test sees at once what it changed, and the number of its queries does not hang on the clock.
SYNONYMS_SECONDS = 0.0
TYPED_QUERIES_SECONDS = float("inf")
# A passphrase is stretched quickly, and a challenge begins with few decoys.
SEAL_SCRYPT_COST = 2**4
SEAL_DECOY_MEGABYTES = 1
