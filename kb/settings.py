"""One file of settings: as it stands for one machine; values of the environment switch to the grown shape."""

import os
from hashlib import blake2s
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb import env, media_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# Where things are -----------------------------------------------------------------------------------------------------

KB_DATA_DIR = env.folder("KB_DATA_DIR", BASE_DIR / "var")
KB_INDEX_DIR = KB_DATA_DIR / "index"
# Counts, while the database cannot take them
KB_JOURNAL_DIR = KB_DATA_DIR / "counts"
# Named where hosts share one
KB_MEDIA_DIR, KB_MEDIA_BUCKET = media_settings.KB_MEDIA_DIR, media_settings.KB_MEDIA_BUCKET
# Only looked at: whether the newest backup is recent
KB_BACKUP_DIR = env.optional_folder("KB_BACKUP_DIR")
MEDIA_ROOT = KB_MEDIA_DIR or KB_DATA_DIR / "media"
MEDIA_URL = "media/"
STATIC_ROOT = KB_DATA_DIR / "static"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": media_settings.storage(KB_DATA_DIR),
    "staticfiles": {"BACKEND": "kb.static_files.HashedStaticFilesStorage"},
}

# Who may ask ----------------------------------------------------------------------------------------------------------

HOST = env.host("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, low=1, high=65535)
WEB_WORKERS = env.number("WEB_WORKERS", 2, low=1, high=64)
WEB_THREADS = env.number("WEB_THREADS", 4, low=1, high=64)
SITE_URL = env.site("SITE_URL")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.hosts("ALLOWED_HOSTS")]
ALLOWED_HOSTS += [f"[{name}]" if ":" in name else name for name in (HOST, urlsplit(SITE_URL).hostname or "") if name]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
SECRET_KEY = env.secret("SECRET_KEY", KB_DATA_DIR / "secret-key")
DEBUG = env.switch("KB_DEBUG")

# What it is made of ---------------------------------------------------------------------------------------------------

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION, ASGI_APPLICATION = "kb.wsgi.application", "kb.asgi.application"
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "faq",
    # django.contrib.admin with our own pages
    "faq.apps.StaffAreaConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    # Its table is empty: the rows are those of faq.StaffSession
    "django.contrib.sessions",
    "django.contrib.messages",
    # django.contrib.staticfiles without what no page of ours asks for
    "kb.static_apps.StaticFilesConfig",
    "csp",
    "markdownx",
    "taggit",
]
MIDDLEWARE = [
    "kb.protection.request_log.log_requests",
    # What sets headers stands first, so that refusals and redirects of the others carry them too
    "kb.protection.headers.security_headers",
    "kb.protection.headers.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kb.protection.headers.known_methods",
    *(["faq.views.limits.trust_nearest_proxy"] if HTTPS else []),
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kb.protection.body_limits.limit_bodies",
    "faq.on_time.middleware",
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
                "faq.views.context.site",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
# Times are shown in the clinic's own zone, which its owner sets
TIME_ZONE = "UTC"
TAGGIT_CASE_INSENSITIVE = True
# An article with hundreds of steps is one form; with more steps than it may have it is shown again as it was sent
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8000
# What is sent stays in memory: a photograph with its place is never written to disk, and a full disk gets a sentence.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
# Bytes, as much as staff may send at once (kb/protection/body_limits.py)
FILE_UPLOAD_MAX_MEMORY_SIZE = 60_000_000
# Each step has a place for a picture, and an empty one counts as well
DATA_UPLOAD_MAX_NUMBER_FILES = 400

# What turns Markdown into HTML wherever django-markdownx does so: the renderer of the patients' pages
MARKDOWNX_MARKDOWNIFY_FUNCTION = "faq.text.markdown.render"

# Where rows and finished things are kept ------------------------------------------------------------------------------

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": KB_DATA_DIR / "db.sqlite3",
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        # A write waits for its turn from its start, instead of failing in its middle
        "transaction_mode": "IMMEDIATE",
        # Seconds: other saves take a tenth of one, and a person should not look at a page that does not answer
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-8000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;",
    },
}
# As long as SQLite waits; a server that is away, from the start or suddenly, would keep readers for minutes, else hours
_TIMEOUTS = {"connect_timeout": 5, "tcp_user_timeout": 5000, "keepalives_idle": 5, "keepalives_interval": 2}
_POSTGRESQL_OPTIONS = {"options": "-c lock_timeout=5s", **_TIMEOUTS}
_DATABASE: dict[str, Any] = env.database("DATABASE_URL") or SQLITE
POSTGRESQL: dict[str, Any] = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": _POSTGRESQL_OPTIONS}
_ANSWERING = {**POSTGRESQL, "OPTIONS": {**_POSTGRESQL_OPTIONS, **_DATABASE.get("OPTIONS", {})}}
_IS_SQLITE = _DATABASE["ENGINE"] == SQLITE["ENGINE"]
DATABASES = {"default": {**SQLITE, "NAME": _DATABASE["NAME"]} if _IS_SQLITE else {**_DATABASE, **_ANSWERING}}
if _REPLICA := env.replica("DATABASE_REPLICA_URL", is_postgresql=not _IS_SQLITE):
    # Readers wait shortly: the database itself answers in its place (faq/models/replica.py)
    _READ_ONLY = "-c default_transaction_read_only=on -c statement_timeout=5s"
    _OPTIONS = {**_TIMEOUTS, "options": _READ_ONLY, "connect_timeout": 2, **_REPLICA.get("OPTIONS", {})}
    DATABASES["replica"] = {**_REPLICA, **POSTGRESQL, "OPTIONS": _OPTIONS, "TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["faq.models.replica.Router"]
    MIDDLEWARE.append("faq.views.replica.middleware")

CACHE_URL = env.cache("CACHE_URL")
REDIS = {
    "BACKEND": "kb.protection.redis_cache.FaultTolerantRedisCache",
    "LOCATION": CACHE_URL,
    "KEY_PREFIX": "kb",
    "OPTIONS": {
        "serializer": "kb.protection.redis_cache.BytesSerializer",
        "socket_connect_timeout": 0.3,
        "socket_timeout": 0.5,
    },
}
_MEMORY = {
    "BACKEND": "kb.protection.memory_cache.MemoryCache",
    "LOCATION": "pages",
    # Of each process
    "OPTIONS": {"max_bytes": 32 * 1024 * 1024},
}
# Tells nobody whose it is
_SITE_ID = blake2s(f"{KB_DATA_DIR} {SECRET_KEY}".encode(), digest_size=12).hexdigest()
# A folder that Linux keeps in memory
_IN_MEMORY = Path("/dev/shm")
_COUNTERS = {
    "BACKEND": "kb.protection.counter_cache.CounterCache",
    "LOCATION": _IN_MEMORY / f"kb-limits-{_SITE_ID}",
    "OPTIONS": {"redis_url": CACHE_URL},
}
CACHES = {
    # Django asks for one; nothing uses it
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "pages": REDIS if CACHE_URL else _MEMORY,
    "limits": _COUNTERS,
}

# Signing in (staff only: readers have no account and get no cookie) ---------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_ENGINE = "kb.protection.sessions"
# A working day at the front desk
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-kb-session" if HTTPS else "kb-session"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-kb-csrf" if HTTPS else "kb-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "kb.protection.csrf.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "faq.accounts.password_rules.NotLikeTheName"},
    {"NAME": "faq.accounts.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "faq.accounts.password_rules.NotCommon"},
    {"NAME": "faq.accounts.password_rules.NotOnlyDigits"},
]

# A provider of the clinic at which staff may sign in, too (OpenID Connect)
KB_OIDC_ISSUER = env.issuer("KB_OIDC_ISSUER")
KB_OIDC_CLIENT_ID = env.word("KB_OIDC_CLIENT_ID")
KB_OIDC_CLIENT_SECRET = env.word("KB_OIDC_CLIENT_SECRET")
if KB_OIDC_ISSUER and not (KB_OIDC_CLIENT_ID and KB_OIDC_CLIENT_SECRET):
    env.refuse("KB_OIDC_ISSUER", "it needs KB_OIDC_CLIENT_ID and KB_OIDC_CLIENT_SECRET, too.")
# What the button says: “Sign in with ...”
KB_OIDC_NAME = env.word("KB_OIDC_NAME", urlsplit(KB_OIDC_ISSUER).hostname or "")
# For a provider that gives out addresses of the clinic only, and does not say that it has confirmed them
KB_OIDC_TRUSTS_EMAIL = env.switch("KB_OIDC_TRUSTS_EMAIL")
KB_OIDC_NEW_PEOPLE = env.new_people("KB_OIDC_NEW_PEOPLE")

# Mail: digests, and links to choose a password; by Django's own names -------------------------------------------------

EMAIL_BACKEND = env.word("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.host("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = env.word("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.word("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = env.switch("EMAIL_USE_SSL")
# Both at once is nothing that a server knows
EMAIL_USE_TLS = env.switch("EMAIL_USE_TLS") and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20  # seconds
# A link in a mail needs the site's own address: what a browser calls the site may be anybody's
KB_SENDS_MAIL = bool(SITE_URL) and env.is_set("EMAIL_HOST", "EMAIL_BACKEND")
# Seconds: as long as the longest of them (faq/accounts/password_links.py)
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
DEFAULT_FROM_EMAIL = env.word("DEFAULT_FROM_EMAIL", "knowledge-base@localhost")

# What browsers are told -----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
}
X_FRAME_OPTIONS = "DENY"
# A search never travels to another site
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc if HTTPS else None
# Asked on this machine, past the proxy
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS

KB_METRICS_TOKEN = env.token("KB_METRICS_TOKEN")
# For programs that watch over the site; in memory where there is such a folder, so that a full disk ends nobody
KB_METRICS_DIR = (_IN_MEMORY if _IN_MEMORY.is_dir() else KB_DATA_DIR) / f"kb-metrics-{_SITE_ID}"
if KB_METRICS_TOKEN:
    # Where the serving processes add up, before the library that does so is loaded
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(KB_METRICS_DIR))

# What is written down: faults, by their place in the code; never who asked, nor what ----------------------------------

_LOG_FORMAT = env.choice("KB_LOG_FORMAT", ["text", "json"])
# Milliseconds
KB_SLOW_MS = env.number("KB_SLOW_MS", 2_000, low=1, high=600_000)
# Where faults are collected, if anywhere
KB_ERROR_REPORTS = env.reports("KB_ERROR_REPORTS")
_REPORTS = {"class": "kb.protection.error_reports.ReportingHandler", "address": KB_ERROR_REPORTS}
_HANDLERS = ["console", "reports"] if KB_ERROR_REPORTS else ["console"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "kb.protection.logs.TextFormatter"},
        "json": {"()": "kb.protection.logs.JsonFormatter"},
        "full": {},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "full" if DEBUG else _LOG_FORMAT},
        "nowhere": {"class": "logging.NullHandler"},
        **({"reports": _REPORTS} if KB_ERROR_REPORTS else {}),
    },
    "root": {"handlers": _HANDLERS, "level": "WARNING"},
    "loggers": {
        "django": {"handlers": _HANDLERS, "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
    },
}
