"""Static files named by their content: also where one script imports another."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from kb.static_files import HashedStaticFilesStorage


def collect(folder: Path, scripts: dict[str, str]) -> dict[str, str]:
    """Each script's text as it is served, by its plain name; the scripts are handed over in the order given."""
    for name, text in scripts.items():
        (folder / name).write_text(text)
    source, storage = FileSystemStorage(folder), HashedStaticFilesStorage(folder)
    answers = list(storage.post_process({name: (source, name) for name in scripts}))
    assert [answer for answer in answers if isinstance(answer[2], Exception)] == []
    return {name: (folder / storage.stored_name(name)).read_text() for name in scripts}


def test_a_script_imports_another_by_its_hashed_name(tmp_path):
    scripts = {"main.js": 'import { add } from "./add.js";\nadd();\n', "add.js": "export const add = () => {};\n"}

    served = collect(tmp_path, scripts)

    name = re.fullmatch(r'import \{ add \} from "\./(add\.[0-9a-f]{12}\.js)";\nadd\(\);\n', served["main.js"])[1]
    assert (tmp_path / name).read_text() == served["add.js"]


@pytest.mark.parametrize("order", [1, -1], ids=["importing first", "imported first"])
def test_a_long_chain_of_imports_ends_in_hashed_names_whatever_the_order_of_files(tmp_path, order):
    chain = {f"{number}.js": f'import {{ x }} from "./{number + 1}.js";\nexport {{ x }};\n' for number in range(9)}
    chain |= {"9.js": "export const x = 1;\n"}

    served = collect(tmp_path, dict(list(chain.items())[::order]))

    for number in range(9):
        name = re.search(rf'from "\./({number + 1}\.[0-9a-f]{{12}}\.js)"', served[f"{number}.js"])[1]
        assert (tmp_path / name).read_text() == served[f"{number + 1}.js"]
