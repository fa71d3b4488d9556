import pytest


@pytest.fixture
def kept_apart(settings, tmp_path):
    """A folder of this test's own for checkpoints and their key."""
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINT_KEY_FILE = str(tmp_path / "keys" / "checkpoint.pem")
    return tmp_path
