"""Where tries are counted: in Redis, in files of one machine, or in one process."""

from pathlib import Path

import environ

# So many callers can be counted at once before the oldest counts are dropped.
MOST_ENTRIES = 20_000


def caches_from(env: environ.Env) -> dict[str, dict]:
    """This will take Redis when REDIS_URL names one, else this process's memory."""
    address = env.str("REDIS_URL", default="")
    if not address:
        return {"default": _cache("django.core.cache.backends.locmem.LocMemCache", "")}
    return {"default": _cache("django.core.cache.backends.redis.RedisCache", address)}


def shared_caches_from(env: environ.Env, data_dir: Path) -> dict[str, dict]:
    """This will count for all processes: in Redis, or in files under DATA_DIR.

    Counted in each process alone, every limit would be as many times too high.
    """
    if env.str("REDIS_URL", default=""):
        return caches_from(env)
    cache = _cache("home.file_cache.CountingFileCache", str(data_dir / "cache"))
    return {"default": cache | {"OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES}}}


def _cache(backend: str, location: str) -> dict:
    return {"BACKEND": backend, "LOCATION": location}
