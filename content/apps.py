from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from wagtail.models import AbstractPage  # models are loaded by now
        from wagtail.permissions import register_permission_policy

        from content import folding  # its lookups ask for models, too
        from content.admin_search import receivers  # they ask for the models too
        from content.models import CustomDocument, CustomImage  # so are ours
        from content.permissions import GrantPolicy
        from content.uploads import UploadPolicy

        register_permission_policy(AbstractPage, GrantPolicy())
        for model, auth_model in (
            (CustomImage, "wagtailimages.Image"),
            (CustomDocument, "wagtaildocs.Document"),
        ):
            policy = UploadPolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
            # Of the exact class, so that it holds although Wagtail registers its own later.
            register_permission_policy(model, policy, exact_class=True)
        receivers.connect()
        connection_created.connect(folding.teach_fold)
