import shutil

import pytest

from modules.starter.reading import CONTENT, read_curriculum


@pytest.fixture(scope="session")
def curriculum():
    """The starter curriculum as it is shipped."""
    return read_curriculum()


@pytest.fixture(scope="session")
def items(curriculum):
    """Every assessment item by its code."""
    return {item.code: item for bank in curriculum.banks for item in bank.items}


@pytest.fixture
def whole_folder(tmp_path):
    """A copy of the content that a test may break."""
    return shutil.copytree(CONTENT, tmp_path / "content")


@pytest.fixture
def folder(tmp_path):
    """The same without the lesson files, whose outlines are read instead: quicker."""
    ignore = shutil.ignore_patterns("lessons")
    return shutil.copytree(CONTENT, tmp_path / "content", ignore=ignore)
