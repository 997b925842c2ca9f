"""Settings that every set-up shares."""

from marketplace.settings import env

BASE_DIR = env.BASE_DIR
DATA_DIR = env.DATA_DIR
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.SECRET_KEY
DEBUG = False
ALLOWED_HOSTS = env.ALLOWED_HOSTS
BASE_URL = env.BASE_URL
SITE_ID = 1
ROOT_URLCONF = "marketplace.urls"
ASGI_APPLICATION = "marketplace.asgi.application"

INSTALLED_APPS = [
    "marketplace.core",
    "marketplace.accounts",
    "marketplace.journal",
    "marketplace.files",
    "marketplace.notifications",
    "marketplace.taxonomy",
    "marketplace.organisations",
    "marketplace.experts",
    "marketplace.listings",
    "marketplace.subscriptions",
    "marketplace.matches",
    "marketplace.cooperations",
    "marketplace.challenges",
    "marketplace.claims",
    "marketplace.calls",
    "marketplace.bids",
    "marketplace.reviews",
    "marketplace.awards",
    "marketplace.agreements",
    "marketplace.deliveries",
    "search",
    "cms",
    "marketplace.portal",
    "marketplace.demo",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "channels",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.sites",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marketplace.portal.middleware.AdminContentSecurityPolicy",
    "marketplace.portal.middleware.RefusalPages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
                "marketplace.portal.context_processors.page_frame",
            ],
        },
    },
]

# Data
DATABASES = {"default": env.database()}
EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
CLOCK_OFFSET = env.CLOCK_OFFSET
# After so many days a credit fact no longer answers.
CREDIT_FACT_FRESH_DAYS = 180
RUN_CONSUMERS = env.RUN_CONSUMERS

REDIS_URL = env.REDIS_URL
REDIS_PREFIX = env.REDIS_PREFIX
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"},
}
CACHES = {
    "default": {
        "BACKEND": "marketplace.core.caching.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
ELASTICSEARCH_URL = env.ELASTICSEARCH_URL
ELASTICSEARCH_ACCESS = env.ELASTICSEARCH_ACCESS
INDEX_PREFIX = env.INDEX_PREFIX
# What makes vectors of texts: "e5", "use", a folder under ENCODERS_DIR, two of them as
# "first+second", "none", or "auto": the best two, as far as they are there.
ENCODER = env.ENCODER
# It belongs to the installation, not to the data: the same with any DATA_DIR.
ENCODERS_DIR = env.ENCODERS_DIR
# How Elasticsearch finds the nearest vectors: "flat" reads all of them, "int8_hnsw" most.
VECTOR_INDEX = env.VECTOR_INDEX
# Beyond this share of overwritten documents an index is renewed, so that its statistics stay true.
SEARCH_DELETED_SHARE = 0.2
# A process notices that synonyms were changed after so many seconds.
SYNONYMS_SECONDS = 2.0
# The interface for programs answers an address so many times a minute.
API_REQUESTS_A_MINUTE = 120
# A process writes the counts of what was typed after so many seconds.
TYPED_QUERIES_SECONDS = 30.0

# Over all web processes, or in each where no Redis is: sockets that one address holds (an office
# behind one address has many people) and one person (a socket a browser), and how often an address
# connects.
SOCKETS_PER_ADDRESS = env.SOCKETS_PER_ADDRESS
SOCKETS_PER_PERSON = env.SOCKETS_PER_PERSON
SOCKET_CONNECTS_A_MINUTE = env.SOCKET_CONNECTS_A_MINUTE

# Wagtail's own reference and page-index tasks stay immediate; ours have a queue of another name.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "queue": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/workbench/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
BLOB_ROOT = DATA_DIR / "blobs"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024

# Sealed bids: "aes" (AES-256-GCM, SHA-256) or "sm" (SM4-GCM, SM3) seals what is new; what was
# sealed with either opens. The keeper's key lies outside the database, and outside its backups.
SEAL_SUITE = env.SEAL_SUITE
SEAL_KEEPER = env.SEAL_KEEPER
SEAL_KEY_FILE = env.SEAL_KEY_FILE
SEALED_ROOT = DATA_DIR / "sealed"
# Memory and time of one guess at a passphrase: 2**15 takes 32 MB and a tenth of a second.
SEAL_SCRYPT_COST = 2**15
# So often the rows of every challenge that takes bids are written anew, and one entry recorded.
SEAL_BEAT_SECONDS = 600
# Sealed files that no row names are removed after so long: no request takes a day.
SEAL_SWEEP_SECONDS = 24 * 3600
# Megabytes of decoys that a challenge begins with, whose places bids take: as much as they may have
# before a count of files over the portal tells anything of it.
SEAL_DECOY_MEGABYTES = env.SEAL_DECOY_MEGABYTES

# Wagtail
WAGTAIL_SITE_NAME = "厦门市应用场景供需对接平台"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "marketplace.listings.finish.publish_submitted_revision"
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

vars().update(env.email())
DEFAULT_FROM_EMAIL = "noreply@example.invalid"
# Without it a mail server that hangs holds its sender for ever.
EMAIL_TIMEOUT = 10
# Message platforms by channel; how they are spoken to is said in docs/notifications.md.
PLATFORMS = env.platforms()
PLATFORM_TIMEOUT = 5
WECHAT_CALLBACK_SECRET = env.WECHAT_CALLBACK_SECRET
MAIL_CALLBACK_SECRET = env.MAIL_CALLBACK_SECRET
MESSAGE_SIGNATURE = env.MESSAGE_SIGNATURE
# The delivery log is kept for so many days; what never goes out twice is known for ever.
DELIVERY_LOG_DAYS = env.DELIVERY_LOG_DAYS
GATEWAYS = {
    "mail": "marketplace.notifications.mail.MailGateway",
    **dict.fromkeys(PLATFORMS, "marketplace.notifications.platforms.PlatformGateway"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "marketplace": {"level": "INFO"},
        "search": {"level": "INFO"},
        "elastic_transport": {"level": "ERROR"},
    },
}
