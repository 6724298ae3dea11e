"""What a start looks at first: the folders it needs."""

import pytest

from faq.management import preflight


def test_a_shared_folder_of_pictures_that_is_not_mounted_stops_the_start(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not mounted" / "media"

    with pytest.raises(preflight.Stopped) as stopped:
        preflight.make_folder()

    said = f"The folder {settings.MEDIA_ROOT} cannot be written (No such file or directory)."
    assert str(stopped.value) == f"{said} Make it writable, or name another one in KB_MEDIA_DIR."
    assert not (tmp_path / "not mounted").exists()


def test_a_folder_of_pictures_is_made_where_it_is_wanted(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"

    preflight.make_folder()

    assert list(tmp_path.iterdir()) == [tmp_path / "media"]
    assert list((tmp_path / "media").iterdir()) == []
