"""A cache in files that counts rightly when several processes count at once."""

import contextlib
import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks


class CountingFileCache(FileBasedCache):
    """Django's file cache with an `add` and an `incr` that nobody comes between.

    Django's own reads and writes in two steps, so that tries made at the same
    moment count once, and each `incr` begins the time anew.
    """

    # What Django's own class has and its type stubs leave out.
    _dir: str
    _max_entries: int
    _createdir: Callable[[], None]
    _key_to_file: Callable[..., str]
    _list_cache_files: Callable[[], list[str]]
    _is_expired: Callable[..., bool]

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,  # type: ignore[assignment]
        version: int | None = None,
    ) -> bool:
        with self._alone():
            return super().add(key, value, timeout, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """This will add to a number and leave the moment at which it ends.

        Raises:
            ValueError: there is no such number, or its time has passed.
        """
        with self._alone():
            ends, value = self._read(key, version)
            if value is None:
                raise ValueError(f"Key {key!r} not found")
            left = None if ends is None else ends - time.time()
            self.set(key, value + delta, left, version)
            return value + delta

    def _read(self, key: Any, version: int | None) -> tuple[float | None, int | None]:
        with contextlib.suppress(FileNotFoundError):
            with open(self._key_to_file(key, version), "rb") as file:
                ends = pickle.load(file)  # noqa: S301 - only this site writes here
            return ends, self.get(key, version=version)
        return None, None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with open(Path(self._dir) / "one-at-a-time.lock", "a") as file:
            locks.lock(file, locks.LOCK_EX)
            yield

    def _cull(self) -> None:
        """This will drop what has ended first, so that no running count is lost."""
        names = self._list_cache_files()
        if len(names) >= self._max_entries:
            for name in names:
                with contextlib.suppress(FileNotFoundError), open(name, "rb") as file:
                    self._is_expired(file)
        super()._cull()  # type: ignore[misc]
