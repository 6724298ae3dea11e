"""The project's own settings in a folder of their own, so that a test run touches no clinic's data."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

_MEDIA = ("KB_MEDIA_DIR", "KB_MEDIA_BUCKET", "KB_MEDIA_KEY_ID", "KB_MEDIA_SECRET")
_OTHERS = ("DATABASE_REPLICA_URL", "KB_BACKUP_DIR", *_MEDIA)
for _name in ("SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "KB_DEBUG", "HOST", "PORT", *_OTHERS):
    os.environ.pop(_name, None)
_folder = tempfile.mkdtemp(prefix="kb-tests-")
os.environ["KB_DATA_DIR"] = _folder
if os.environ.get("CACHE_URL"):
    # Every test empties the caches when it ends; where tests run in several processes, each has its own Redis database.
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["CACHE_URL"] = urlsplit(os.environ["CACHE_URL"])._replace(path=f"/{_number}").geturl()

from kb.settings import *  # noqa: E402, F403  (after the folder is named)
from kb.settings import CACHES, DATABASES  # noqa: E402

atexit.register(shutil.rmtree, _folder, ignore_errors=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A real file, as in use
    DATABASES["default"]["TEST"] = {"NAME": Path(_folder) / "test.sqlite3"}
# Compressing takes seconds, and no test asks for compressed files.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "svg", "txt", "md"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# As every start does
(Path(_folder) / "media").mkdir()
CACHES["limits"]["LOCATION"] = Path(_folder) / "limits"
