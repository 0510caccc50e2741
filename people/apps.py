from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from content.access import register_token_source  # apps are loaded by now
        from people import receivers  # noqa: F401  # connecting needs loaded models
        from people.audience import register_audience, tokens_for, viewer
        from people.groups import group_tokens

        register_audience(group_tokens)
        register_token_source(lambda request: tokens_for(viewer(request.user)))
