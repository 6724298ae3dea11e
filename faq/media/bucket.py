"""Keeps pictures and PDFs in a bucket (S3, or what speaks its language) that several hosts share.

Readers never learn its address: the site fetches what it may show, keeps a copy on its own disk and answers with that.
A bucket that hangs must not hold the threads that answer pages: it has little time, few are asked at once, and after
silence nobody asks for a few seconds.
"""

import logging
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from faq.media.copies import Copies
from faq.media.stored import HIDDEN, StorageAwayError, StorageUnreachableError

_log = logging.getLogger(__name__)
# Seconds: to be reached, for each part of an answer, to wait for one's turn, and in which nobody asks after silence
_CONNECT, _READ, _PATIENCE, _PAUSE = 2, 4, 2, 10
# Of each process; a page's pictures come one after the other, and the other threads go on answering
_AT_ONCE = 2
# Bytes on each host's disk
_MOST_COPIED = 500_000_000
# What is written again and so old counts as wanted again
_WANTED_AGAIN = timedelta(days=1)
# How many names are known to be there, and for how many seconds
_MOST_NOTED, _NOTED = 10_000, 60 * 60
_WRONG_KEY = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired")
_WRONG_REGION = ("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException")
_LOOK_AT_KEY = "Look whether KB_MEDIA_KEY_ID and KB_MEDIA_SECRET are those of an account that may use it."
_ALLOW = "Allow that account to list it, and to read, write and delete what is in it (docs/deploy.md)."


class BucketStorage(S3Storage):
    """django-storages' own, with limits of time, copies on this host, and errors that say what is wrong."""

    def __init__(self, *, copies: Path, **where: Any) -> None:
        limits = Config(
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            retries={"mode": "standard", "total_max_attempts": 2},
            signature_version="s3v4",
            # Servers other than Amazon's often have no name for each bucket, nor know its newest checksums
            s3={"addressing_style": "path" if where.get("endpoint_url") else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # Values of the environment that are for other programs; without a key of ours, boto3 looks for one by itself
        others = {"session_profile": None, "security_token": None}
        super().__init__(**where, **others, client_config=limits)
        self._copies = Copies(copies, _MOST_COPIED)
        self._at_once, self._making = threading.BoundedSemaphore(_AT_ONCE), threading.Lock()
        self._client, self._client_of = None, 0
        # time.monotonic
        self._unreachable_until = 0.0
        self._there_until: dict[str, float] = {}

    @property
    def where(self) -> str:
        return f"the bucket {self.bucket_name}"

    def unfinished(self) -> Iterator[Path]:
        return iter(())

    def names(self, folder: str = "") -> Iterator[str]:
        with self._asking():
            folders, files = super().listdir(folder)
        yield from sorted(f"{folder}/{name}".lstrip("/") for name in files if not name.startswith(HIDDEN))
        for each in sorted(folders):
            yield from self.names(f"{folder}/{each}".lstrip("/"))

    def fetch(self, name: str) -> bytes:
        with self._asking(name):
            return self.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))["Body"].read()

    def try_writing(self) -> None:
        # Another host may try at the same moment
        probe = f"{HIDDEN}can-write-{platform.node()}-{os.getpid()}"
        with self._asking():
            self.client.put_object(Bucket=self.bucket_name, Key=probe, Body=b"ok")
        # What backups and readers need
        self.fetch(probe)
        next(self.names("pictures"), None)
        self.delete(probe)

    def exists(self, name: str) -> bool:
        """Asked at most once an hour for each name that is there: a page asks it of every picture."""
        if time.monotonic() < self._there_until.get(name, 0.0):
            return True
        with self._asking(name):
            is_there = super().exists(name)
        if is_there:
            self._note_there(name)
        return is_there

    def delete(self, name: str) -> None:
        self._copies.drop(name)
        self._there_until.pop(name, None)
        with self._asking(name):
            super().delete(name)

    def get_modified_time(self, name: str) -> datetime:
        with self._asking(name):
            return self._head(name)["LastModified"].astimezone(UTC)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        if copy := self._copies.opened(name):
            return File(copy, name)
        try:
            data = self.fetch(name)
        except StorageAwayError:
            if old := self._copies.opened(name, even_old=True):
                return File(old, name)
            raise
        self._copies.put(name, data)
        return File(BytesIO(data), name)

    def _save(self, name: str, content: File) -> str:
        """An object appears whole or not at all; the same twice is written once, except to count as wanted again."""
        data = content.read()
        if not self._is_kept(name, len(data)):
            with self._asking(name):
                kind = self._get_write_parameters(name)
                self.client.put_object(Bucket=self.bucket_name, Key=self._normalize_name(name), Body=data, **kind)
        self._copies.put(name, data)
        self._note_there(name)
        return name

    def _note_there(self, name: str) -> None:
        if len(self._there_until) >= _MOST_NOTED:
            self._there_until.clear()
        self._there_until[name] = time.monotonic() + _NOTED

    def _is_kept(self, name: str, size: int) -> bool:
        try:
            with self._asking(name):
                facts = self._head(name)
        except FileNotFoundError:
            return False
        return facts["ContentLength"] == size and facts["LastModified"] > datetime.now(UTC) - _WANTED_AGAIN

    def _head(self, name: str) -> dict[str, Any]:
        return self.client.head_object(Bucket=self.bucket_name, Key=self._normalize_name(name))

    @property
    def client(self) -> Any:
        return self.connection.meta.client

    @property
    def connection(self) -> Any:
        """One for all threads: only its client is used, which threads may share. A process never has its parent's."""
        with self._making:
            if self._client_of != os.getpid():
                self._client, self._client_of = self._connected(), os.getpid()
            return self._client

    def _connected(self) -> Any:
        return self._create_session().resource(
            "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=self.client_config
        )

    @contextmanager
    def _asking(self, name: str = "") -> Iterator[None]:
        """Within, the bucket is asked. Raises FileNotFoundError where `name` is not there, else StorageAwayError."""
        if not self._may_ask():
            raise self._unreachable()
        if not self._at_once.acquire(timeout=_PATIENCE):
            # One that answers byte by byte: until one of those who ask is done, nobody else waits
            self._unreachable_until = time.monotonic() + _PAUSE
            raise self._unreachable()
        try:
            yield
            self._unreachable_until = 0.0
        except ClientError as error:
            raise self._refusal(error, name) from error
        except (BotoCoreError, ResponseParserError) as error:
            raise self._became_unreachable(error) from error
        finally:
            self._at_once.release()

    def _may_ask(self) -> bool:
        """After silence one thread asks at a time, so that the others go on answering pages."""
        now = time.monotonic()
        if now < self._unreachable_until:
            return False
        if self._unreachable_until:
            self._unreachable_until = now + _PAUSE
        return True

    def _became_unreachable(self, error: Exception) -> StorageUnreachableError:
        self._unreachable_until = time.monotonic() + _PAUSE
        _log.warning("The bucket of pictures and PDFs does not answer (%s)", type(error).__name__)
        return self._unreachable()

    def _unreachable(self) -> StorageUnreachableError:
        at = f" at {self.endpoint_url}" if self.endpoint_url else ""
        mend = "Look whether KB_MEDIA_ENDPOINT and KB_MEDIA_REGION are right, and whether this host can reach it."
        return StorageUnreachableError(f"The bucket {self.bucket_name}{at} does not answer.", mend)

    def _refusal(self, error: ClientError, name: str) -> OSError:
        # It does answer, unless what follows says otherwise
        self._unreachable_until = 0.0
        code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        if code == "NoSuchBucket" or (status == 404 and not name):
            mend = "Look whether KB_MEDIA_BUCKET, KB_MEDIA_ENDPOINT and KB_MEDIA_REGION are right, or make that bucket."
            return StorageAwayError(f"There is no bucket {self.bucket_name}.", mend)
        if status == 404:
            return FileNotFoundError(f"{name} is not in the bucket {self.bucket_name}")
        if code in _WRONG_KEY:
            return StorageAwayError(f"The bucket {self.bucket_name} does not know the key or its secret.", _LOOK_AT_KEY)
        if code in _WRONG_REGION:
            return StorageAwayError(
                f"The bucket {self.bucket_name} is in another region.", "Name it in KB_MEDIA_REGION."
            )
        if status == 403:
            what = {"PutObject": "written", "DeleteObject": "deleted from", "ListObjects": "listed"}
            done = what.get(error.operation_name, "read")
            return StorageAwayError(f"The bucket {self.bucket_name} may not be {done}.", f"{_LOOK_AT_KEY} {_ALLOW}")
        return self._became_unreachable(error)
