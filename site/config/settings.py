"""Every setting of the site, read from the environment with a default that works.

On this machine (``BASE_URL`` names it) nothing needs to be set. Anywhere else the secret key
and the allowed hosts are required, and cookies and redirects are strict.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.database import give_session_setting
from config.logs import log_settings
from privacy.folders import private_folder

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()
env.read_env(ROOT / ".env", overwrite=False)

#: All that changes at run time: database, media, collected static files, messages, secret key.
VAR = private_folder(Path(env("VAR_DIR", default=str(ROOT / "var"))).resolve())

BASE_URL = env("BASE_URL", default=f"http://localhost:{env('PORT', default='8000')}").rstrip("/")
HOSTNAME = urlsplit(BASE_URL).hostname or "localhost"
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ON_THIS_MACHINE = HOSTNAME in {"localhost", "127.0.0.1", "::1"}
HTTPS = BASE_URL.startswith("https:")


def secret_key():
    """The key from the environment; on this machine, one made once and kept under var/."""
    if key := env("SECRET_KEY", default=""):
        return key
    if not ON_THIS_MACHINE:
        raise ImproperlyConfigured("SECRET_KEY must be set where BASE_URL is not this machine.")
    path = VAR / "secret_key"
    try:
        with path.open("x") as file:
            file.write(secrets.token_urlsafe(50))
        path.chmod(0o600)
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = secret_key()
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and not ON_THIS_MACHINE:
    raise ImproperlyConfigured("DEBUG shows secrets: it is for this machine only.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[HOSTNAME, *(LOCAL_HOSTS if ON_THIS_MACHINE else [])])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

INSTALLED_APPS = [
    "home",
    "workshops",
    "guides",
    "content",
    "outbox",
    "privacy",
    "accounts",
    "territories",
    "admin_base",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.wagtail_users.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "content.middleware.PrivatePageMiddleware",
    "content.middleware.PlainHttpMiddleware",
    "content.unreadable_requests.UnreadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "content.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "content.middleware.AdminPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "privacy.asking.AskingAddressMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Databases -------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes the write lock at its start, so two
    # bookings can never both read « 1 place left ». WAL: readers do not wait for them.
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
    # In a file: connections to an in-memory database share one, which proves no race.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
    # Whoever waits for rows that another holds gives up as on SQLite; requests have a bound of their own (wsgi.py).
    give_session_setting(DATABASES["default"]["OPTIONS"], "lock_timeout", "30s")
    DATABASES["default"]["TEST"] = {"NAME": f"test_eparentalite_{os.getpid()}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Between all processes, in the database unless told otherwise: what is counted at sign-in must be counted once.
# What Wagtail remembers of pictures stays in each process, where looking it up costs nothing.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://privacy_cacheentry?max_entries=100000"),
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache":
    CACHES["default"]["BACKEND"] = "privacy.caches.SharedCache"

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "site" / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris", "America/Guadeloupe"]

# Sign-in: staff only, families need no account ----------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# Django's own looks at the account's address alone; allauth's, at the addresses it keeps beside it too.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "accounts.adapter.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ResetPasswordForm"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.password_reset.LinkTokens"  # noqa: S105 - a class
# The link is the way in of somebody whom wrong passwords shut out; a class may ask for theirs behind one address.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_RATE_LIMITS = {"login": "300/10m/ip", "login_failed": None, "reset_password": "60/10m/ip"}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ADMIN_PATH = "admin/"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# Mail and text messages: each becomes an outbox row, the worker hands it to its way out ---------

_mail = env.email_url("EMAIL_URL", default="filemail://")
vars().update({name: value for name, value in _mail.items() if value})  # EMAIL_HOST and so on
EMAIL_BACKEND = "outbox.backends.OutboxEmailBackend"
OUTBOX_TRANSPORT = _mail["EMAIL_BACKEND"]
if OUTBOX_TRANSPORT.endswith("filebased.EmailBackend"):
    OUTBOX_TRANSPORT = "outbox.backends.FileTransport"
EMAIL_TIMEOUT = 20
MAIL_DIR, SMS_DIR = (VAR / "mail", VAR / "sms") if ON_THIS_MACHINE else (None, None)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"e-parentalité <ne-pas-repondre@{HOSTNAME}>")
REPLY_TO = env("REPLY_TO", default="")
SMS_URL = env("SMS_URL", default="")
SMS_TOKEN, SMS_SENDER = env("SMS_TOKEN", default=""), env("SMS_SENDER", default="")
OUTBOX_CLAIM_SECONDS = env.int("OUTBOX_CLAIM_SECONDS", default=300)

# Abuse: a whole class behind one address gets through ------------------------------------------

PROXIES = env.int("PROXIES", default=0 if ON_THIS_MACHINE else 1)
FORMS_PER_ADDRESS = env.int("FORMS_PER_ADDRESS", default=600)

# Files ------------------------------------------------------------------------------------

STATIC_URL, STATIC_ROOT = "/static/", VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = env("MEDIA_URL", default="/media/")
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "content.staticfiles.SiteStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Wagtail ----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "e-parentalité"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10 * 1024 * 1024, 64_000_000
WAGTAILIMAGES_WEBP_QUALITY, WAGTAILIMAGES_IMAGE_FORM_BASE = 60, "content.uploaded_pictures.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "content.search"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Headers ----------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Logs ---------------------------------------------------------------------------------------

LOGGING = log_settings(env("LOG_LEVEL", default="INFO"))
