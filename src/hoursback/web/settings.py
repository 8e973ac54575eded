"""Settings from the environment; every name is listed in docs/how-to/run-the-app.md.

Two profiles: `local` (http://localhost, loopback only) and `public` (HOURSBACK_URL starts with https).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from hoursback.web.shared.places import RELEASE, data_folder, secret_key

env = environ.Env()

DATA = data_folder(env.str("HOURSBACK_DATA", default=""))
URL = env.str("HOURSBACK_URL", default="http://localhost:8765").rstrip("/")
PUBLIC = URL.startswith("https://")
DEBUG = env.bool("HOURSBACK_DEBUG", default=False)
SECRET_KEY = secret_key(DATA, env.str("HOURSBACK_SECRET_KEY", default=""))
_HOST = urlsplit(URL).hostname or "localhost"
ALLOWED_HOSTS = [
    _HOST,
    *([] if PUBLIC else ["localhost", "127.0.0.1", "[::1]"]),
    *env.list("HOURSBACK_HOSTS", default=[]),
]
CSRF_TRUSTED_ORIGINS = [URL] if PUBLIC else []

INSTALLED_APPS = [
    "hoursback.web.home",
    "hoursback.web.outlook",
    "hoursback.web.outcome",
    "hoursback.web.cycle",
    "hoursback.web.handoff",
    "hoursback.web.plan",
    "hoursback.web.focus",
    "hoursback.web.worth",
    "hoursback.web.review",
    "hoursback.web.capture",
    "hoursback.web.people",
    "hoursback.web.accounts",
    "hoursback.web.shared",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "hoursback.web.shared.middleware.Faults",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hoursback.web.accounts.middleware.Doors",
]

ROOT_URLCONF = "hoursback.web.urls"
WSGI_APPLICATION = "hoursback.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hoursback.web.accounts.context.where_we_are",
            ],
            "builtins": ["hoursback.web.shared.templatetags.hoursback"],
        },
    }
]
FORM_RENDERER = "hoursback.web.shared.forms.Renderer"

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
_database = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'hoursback.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {**_SQLITE, **_database.get("OPTIONS", {})}
    _database["CONN_MAX_AGE"] = None
else:
    _database["CONN_MAX_AGE"] = 600
    _database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": env.cache_url("HOURSBACK_CACHE", default="")
    if env.str("HOURSBACK_CACHE", default="")
    # Files, not process memory: a second process must see the same rate limits and finished sums.
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA / "cache"),
        # Beyond this a third goes at random, rate limits among them.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# What another release kept may lack what this one asks for.
CACHES["default"]["KEY_PREFIX"] = RELEASE
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "hoursback.web.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,5/15m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC
MFA_TOTP_ISSUER = "Hoursback"
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "hoursback.web.accounts.sessionstore"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PUBLIC
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PUBLIC
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
}
CSRF_FAILURE_VIEW = "hoursback.web.shared.faults.no_csrf"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "gz", "png", "woff2"]
UPLOADS = DATA / "uploads"
UPLOADS.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
UPLOAD_LIMIT = 50 * 1024 * 1024

_mail = env.email_url("EMAIL_URL", default="consolemail://")
_SMTP = {"host": "EMAIL_HOST", "port": "EMAIL_PORT", "username": "EMAIL_HOST_USER", "password": "EMAIL_HOST_PASSWORD"}
_TLS = {"use_tls": "EMAIL_USE_TLS", "use_ssl": "EMAIL_USE_SSL"}
MAILERS = {
    "default": {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "timeout": 10,
            **{option: _mail[name] or "" for option, name in _SMTP.items()},
            **{option: _mail[name] for option, name in _TLS.items() if _mail.get(name)},
        }
        if _mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
        else {},
    }
}
# host:port of calendars on machines of our own, which `fetch` would refuse.
LOCAL_CALENDARS = frozenset(env.list("HOURSBACK_LOCAL_CALENDARS", default=[]))
DEFAULT_FROM_EMAIL = env.str("HOURSBACK_FROM", default=f"Hoursback <hoursback@{_HOST}>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "hoursback.web.shared.logs.OneLine", "format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("HOURSBACK_LOG", default="WARNING")},
}

NINJA_PAGINATION_MAX_LIMIT = 200
SILENCED_SYSTEM_CHECKS: list[str] = []
