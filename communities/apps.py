from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self) -> None:
        from communities.permissions import community_tokens  # models are loaded by now
        from people.audience import register_audience

        register_audience(community_tokens)
