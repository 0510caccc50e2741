"""The product's addresses, and the bare views that pages are measured against."""

from django.urls import path

from bench.bare import bare
from bench.enrolling import bare_enrol
from config import urls

urlpatterns = [*urls.urlpatterns, path("bench/bare/", bare), path("bench/bare/<int:pk>/enrol/", bare_enrol)]
