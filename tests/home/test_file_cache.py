"""Counting in files, as a server without Redis does it."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from home.file_cache import CountingFileCache


@pytest.fixture
def cache(tmp_path):
    return CountingFileCache(str(tmp_path / "cache"), {})


class TestACount:
    def test_loses_none_of_those_made_at_once(self, cache):
        cache.add("tries", 0, 60)
        with ThreadPoolExecutor(8) as people:
            list(people.map(lambda _: cache.incr("tries"), range(80)))

        assert cache.get("tries") == 80

    def test_is_begun_by_one_alone(self, cache):
        with ThreadPoolExecutor(8) as people:
            begun = list(people.map(lambda _: cache.add("tries", 0, 60), range(40)))

        assert begun.count(True) == 1

    def test_ends_when_it_began_to_end(self, cache):
        cache.add("tries", 0, 0.4)
        cache.incr("tries")
        time.sleep(0.5)

        assert cache.get("tries") is None
        with pytest.raises(ValueError):
            cache.incr("tries")

    def test_needs_a_beginning(self, cache):
        with pytest.raises(ValueError):
            cache.incr("tries")

    def test_without_an_end_never_ends(self, cache):
        cache.add("tries", 0, None)

        assert cache.incr("tries") == 1
        assert cache.get("tries") == 1

    def test_that_runs_outlives_those_that_have_ended(self, tmp_path):
        options = {"MAX_ENTRIES": 10, "CULL_FREQUENCY": 2}
        cache = CountingFileCache(str(tmp_path), {"OPTIONS": options})
        cache.set("running", 3, 60)
        for number in range(9):
            cache.set(f"ended-{number}", 1, 0.01)
        time.sleep(0.05)
        cache.set("new", 1, 60)

        assert cache.get("running") == 3
        assert len(list(Path(tmp_path).glob("*.djcache"))) == 2
