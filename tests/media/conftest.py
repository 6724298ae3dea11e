"""A bucket of our own on this machine, and a site that keeps its pictures and PDFs there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from faq.media.bucket import BucketStorage
from tests.product import ROOT

NAME = "clinic-pictures"


@dataclass
class Bucket:
    """The bucket of a server on this machine; `key` and `secret` are those of its owner until `require_keys`."""

    url: str
    server: ThreadedMotoServer
    key: str = "testing"
    secret: str = "testing"
    # Other clients than the site's
    clients: dict[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """What the environment of a site says that uses it."""
        return {
            "KB_MEDIA_BUCKET": NAME,
            "KB_MEDIA_ENDPOINT": self.url,
            "KB_MEDIA_KEY_ID": self.key,
            "KB_MEDIA_SECRET": self.secret,
        }

    def client(self, service: str = "s3") -> Any:
        if service not in self.clients:
            known = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
            self.clients[service] = boto3.client(service, endpoint_url=self.url, **known)
        return self.clients[service]

    def names(self) -> list[str]:
        return [each["Key"] for each in self.client().list_objects_v2(Bucket=NAME).get("Contents", [])]

    def body(self, name: str) -> bytes:
        return self.client().get_object(Bucket=NAME, Key=name)["Body"].read()

    def put(self, name: str, data: bytes) -> None:
        self.client().put_object(Bucket=NAME, Key=name, Body=data)

    def require_keys(self, *, leave_out: str = "") -> None:
        """From now on an account with the policy of docs/deploy.md asks, less one action; all else is refused."""
        iam = self.client("iam")
        iam.create_user(UserName="site")
        policy = least_policy()
        for each in policy["Statement"]:
            each["Action"] = [action for action in each["Action"] if action != leave_out] or ["s3:ListAllMyBuckets"]
        iam.put_user_policy(UserName="site", PolicyName="least", PolicyDocument=json.dumps(policy))
        made = iam.create_access_key(UserName="site")["AccessKey"]
        self.key, self.secret = made["AccessKeyId"], made["SecretAccessKey"]
        self._let_in_without_key("0")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Nobody listens at its address; what it holds is there again afterwards."""
        host, port = self.server.get_host_and_port()
        self.server.stop()
        try:
            yield
        finally:
            self.server = ThreadedMotoServer(ip_address=host, port=port, verbose=False)
            self.server.start()

    def let_everybody_in(self) -> None:
        """As in the beginning."""
        self._let_in_without_key("inf")

    def _let_in_without_key(self, requests: str) -> None:
        address, kind = f"{self.url}/moto-api/reset-auth", {"Content-Type": "text/plain"}
        urlopen(Request(address, data=requests.encode(), headers=kind, method="POST")).close()

    def storage(self, copies: Path, **other: object) -> BucketStorage:
        known = {"access_key": self.key, "secret_key": self.secret, "endpoint_url": self.url, "bucket_name": NAME}
        return BucketStorage(copies=copies, region_name="us-east-1", **{**known, **other})


def least_policy() -> dict[str, Any]:
    """The policy that docs/deploy.md shows, for this bucket."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    return json.loads(text.partition("```json\n")[2].partition("```")[0].replace("NAME-OF-THE-BUCKET", NAME))


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    made = Bucket(f"http://{host}:{port}", server)
    made.client().create_bucket(Bucket=NAME)
    try:
        yield made
    finally:
        made.let_everybody_in()
        urlopen(Request(f"{made.url}/moto-api/reset", method="POST")).close()
        made.server.stop()


@pytest.fixture
def site(bucket: Bucket, settings, tmp_path: Path) -> Bucket:
    """This process' site keeps its pictures and PDFs in the bucket."""
    settings.KB_DATA_DIR = tmp_path / "data"
    settings.KB_DATA_DIR.mkdir()
    keep_in(settings, bucket)
    return bucket


def keep_in(settings, bucket: Bucket, **other: object) -> None:
    """Let the site begin anew with `bucket`, as after a start; `other` options than its own."""
    options = {
        "bucket_name": NAME,
        "endpoint_url": bucket.url,
        "region_name": "us-east-1",
        "access_key": bucket.key,
        "secret_key": bucket.secret,
        "copies": Path(settings.KB_DATA_DIR) / "media-copies",
    }
    settings.KB_MEDIA_BUCKET = NAME
    storage = {"BACKEND": "faq.media.bucket.BucketStorage", "OPTIONS": {**options, **other}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
