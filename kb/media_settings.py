"""Where pictures and PDFs are kept: a folder of this machine, one that hosts share, or a bucket."""

from pathlib import Path
from typing import Any

from kb import env

KB_MEDIA_DIR = env.optional_folder("KB_MEDIA_DIR")
KB_MEDIA_BUCKET = env.bucket("KB_MEDIA_BUCKET")
_ENDPOINT = env.service("KB_MEDIA_ENDPOINT")
_REGION = env.word("KB_MEDIA_REGION", "us-east-1" if _ENDPOINT else "")
_KEY, _SECRET = env.word("KB_MEDIA_KEY_ID"), env.word("KB_MEDIA_SECRET")

if KB_MEDIA_BUCKET and KB_MEDIA_DIR:
    env.refuse("KB_MEDIA_BUCKET", "KB_MEDIA_DIR names a folder for the same; please set one of the two.")
if KB_MEDIA_BUCKET and not (_ENDPOINT or _REGION):
    env.refuse("KB_MEDIA_BUCKET", "it needs KB_MEDIA_REGION (Amazon's), or KB_MEDIA_ENDPOINT (of another server).")
if bool(_KEY) != bool(_SECRET):
    env.refuse("KB_MEDIA_KEY_ID", "it and KB_MEDIA_SECRET need each other.")


def storage(data_folder: Path) -> dict[str, Any]:
    """Return Django's settings for the storage of pictures and PDFs."""
    if not KB_MEDIA_BUCKET:
        return {"BACKEND": "faq.media.folder.FolderStorage"}
    options = {
        "bucket_name": KB_MEDIA_BUCKET,
        "endpoint_url": _ENDPOINT or None,
        "region_name": _REGION,
        # Without them the machine's own account is asked for, as in Amazon's clouds
        "access_key": _KEY or None,
        "secret_key": _SECRET or None,
        "copies": data_folder / "media-copies",
    }
    return {"BACKEND": "faq.media.bucket.BucketStorage", "OPTIONS": options}
