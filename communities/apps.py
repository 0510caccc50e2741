from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self) -> None:
        from communities.permissions import communities_led_by, community_tokens  # models are loaded by now
        from content.permissions import register_grants
        from people.audience import register_audience

        register_audience(community_tokens)
        register_grants(communities_led_by)
