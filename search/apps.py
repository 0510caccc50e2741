from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    duties = ["search.duties.sync_search"]

    def ready(self) -> None:
        from search import receivers  # noqa: F401  # connecting needs loaded models
