from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    duties = [
        "courses.duties.settle_seats",
        "courses.duties.ask_decisions",
        "courses.duties.end_asking",
        "courses.duties.publish_scheduled",
    ]

    def ready(self) -> None:
        from content.permissions import register_grants  # apps are loaded by now
        from courses import receivers  # noqa: F401  # connecting needs loaded models
        from courses.notices import register_kinds
        from courses.permissions import course_tokens, pages_to_edit
        from courses.profile import teaching
        from people.audience import register_audience
        from people.profile_parts import register_profile_part

        register_audience(course_tokens)
        register_grants(pages_to_edit)
        register_profile_part(teaching)
        register_kinds()
