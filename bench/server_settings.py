"""The product's settings, with one address more: the bare view that the search page is measured against."""

from config.settings import *  # noqa: F403  # every setting of the product

ROOT_URLCONF = "bench.server_urls"
