"""The library that runs the model must tell nobody that it is used: it would write a number of the machine first."""

import os
import subprocess
import sys
from pathlib import Path

from tests.product import ROOT

_USE = """
import time
from faq.search.index import embedding
embedding.Model(embedding.FOLDER).embed("Where can I park?")
# It begins to report in a thread of its own
time.sleep(1)
"""


def test_the_model_leaves_nothing_in_the_home_folder(tmp_path: Path):
    # With these it would be silent by itself, so that a machine that runs tests would see nothing
    aside = {"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    kept = {name: value for name, value in os.environ.items() if name not in aside}

    subprocess.run([sys.executable, "-c", _USE], cwd=ROOT, env={**kept, "HOME": str(tmp_path)}, check=True)

    assert [path.name for path in tmp_path.rglob("*")] == []
