from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    duties = [
        "search.duties.pass_dates",
        "search.duties.sync_search",
        "search.duties.keep_vocabulary",
        "search.steering.duties.count_queries",
        "search.steering.duties.forget_queries",
    ]

    def ready(self) -> None:
        from search import receivers  # noqa: F401  # connecting needs loaded models
        from search.upkeep import empty_index  # it imports models

        post_migrate.connect(empty_index, sender=self)
