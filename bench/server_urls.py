"""The product's addresses, and the bare view that the search page is measured against."""

from django.urls import path

from bench.bare import bare
from config import urls

urlpatterns = [*urls.urlpatterns, path("bench/bare/", bare)]
