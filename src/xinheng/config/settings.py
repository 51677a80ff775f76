"""Every setting, read from the environment, with a default that runs on one machine.

`docs/generated/settings.md` is made from the calls below.
"""

import os
import sys
from pathlib import Path

import environ

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.str("XINHENG_DATA", default="var")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
# Where the compiled search for plans is kept (`optim.planning.kernel.compiled`).
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA / "kernel"))

DEMO = env.bool("XINHENG_DEMO", default=False)
# What everybody in a demonstration signs in with; shown on its sign-in page.
DEMO_PASSWORD = env.str("XINHENG_DEMO_PASSWORD", default="")
# Who is to stand on that page by name, in this order, beside somebody for every other role.
DEMO_SIGN_INS = env.list("XINHENG_DEMO_SIGN_INS", default=[])
DEBUG = env.bool("XINHENG_DEBUG", default=False)
TESTING = "pytest" in sys.modules


def _secret_key() -> str:
    """The secret from the environment, or one made once and kept beside the data."""
    if given := env.str("XINHENG_SECRET_KEY", default=""):
        return str(given)
    place = DATA / "secret-key"
    if not place.exists():
        from django.core.management.utils import get_random_secret_key  # noqa: PLC0415

        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(get_random_secret_key())
    return place.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("XINHENG_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("XINHENG_ORIGINS", default=[])
PUBLIC_URL = env.str("XINHENG_PUBLIC_URL", default="http://localhost:8000").rstrip("/")

ROOMS = [
    "journal",
    "work",
    "proofs",
    "documents",
    "people",
    "clients",
    "library",
    "impartiality",
    "waivers",
    "rules",
    "cases",
    "intake",
    "programmes",
    "staffing",
    "scheduling",
    "audits",
    "findings",
    "decisions",
    "certificates",
    "governance",
    "rulechange",
    "registry",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    *(f"xinheng.apps.{room}" for room in ROOMS),
    "xinheng.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "xinheng.front.cors.PublicReadingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xinheng.front.one_reading.OneReadingMiddleware",
    "xinheng.front.who.ActorMiddleware",
    "xinheng.web.signin.second_factor.SecondFactorMiddleware",
    "xinheng.front.once.OnceMiddleware",
    "xinheng.web.errors.ErrorsMiddleware",
]

ROOT_URLCONF = "xinheng.config.urls"
WSGI_APPLICATION = "xinheng.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "xinheng.web.frame.frame",
            ],
            "builtins": ["xinheng.web.templatetags.house"],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA / 'xinheng.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at once, so that "read, decide, write" is one act.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL, not NORMAL: with WAL and NORMAL a decision may be lost at a power cut.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}
if TESTING:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "xinheng.web.signin.adapter.ClosedSignup"
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
# Staff must hold a second factor; the demo body's people sign in with a password alone.
SECOND_FACTOR_REQUIRED = env.bool("XINHENG_SECOND_FACTOR", default=not (DEMO or TESTING))

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("XINHENG_HTTPS", default=False):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "xinheng.web.formats"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {
        # Compressing takes some seconds at the first start; the demo does without.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("XINHENG_COMPRESS", default=not DEMO)
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
if TESTING or DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# How long before its due day a surveillance or recertification round is opened. Unit: days.
OPEN_AHEAD_DAYS = env.int("XINHENG_OPEN_AHEAD_DAYS", default=90)
UPLOAD_LIMIT_BYTES = env.int("XINHENG_UPLOAD_LIMIT_BYTES", default=20 * 1024 * 1024)
# Opens what auditors say of their own readiness: 32 bytes in base64. Made once and kept beside
# the data when none is given; keep a copy apart from the copies of the database.
STATEMENT_KEY = env.str("XINHENG_STATEMENT_KEY", default="")

# The body's own choice of the house setting `reviewer_may_decide`: "yes" or "no"; empty for the
# value of the rulebook on the day of the act.
REVIEWER_MAY_DECIDE = env.str("XINHENG_REVIEWER_MAY_DECIDE", default="")
# Proxies before this server, as addresses or networks ("127.0.0.1", "10.0.0.0/8"). Only what
# they say of the visitor's address is believed; nothing without them.
TRUSTED_PROXIES = env.list("XINHENG_TRUSTED_PROXIES", default=[])

# Where the private keys live: a callable that gives a key store, such as "my_hsm.open"; empty
# for files under XINHENG_DATA/keys.
KEY_STORE = env.str("XINHENG_KEY_STORE", default="")

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("XINHENG_MAIL_FROM", default="xinheng@localhost")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("XINHENG_LOG_LEVEL", default="WARNING")},
}
