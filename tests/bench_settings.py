"""As in production, with an empty view beside the gate and no limit on questions."""

from kap_training.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench_urls"
API_REQUESTS_PER_MINUTE = 10**9
