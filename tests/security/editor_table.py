"""Who may open which door of Wagtail's admin; to be read like `access_table.py`.

What `site/config/editor_door.py` opens to ordinary people stands here line by line; `refused` is
Wagtail's own no, which leads to its start page. Everything else belongs to operators alone.
"""

OPERATORS_ONLY = """
admin/test404/
wagtail_bulk_action
wagtailadmin_api:*
wagtailadmin_choose_page_chosen_multiple
wagtailadmin_collections:*
wagtailadmin_dismissibles
wagtailadmin_pages:choose_parent
wagtailadmin_pages:collect_workflow_action_data
wagtailadmin_pages:confirm_workflow_cancellation
wagtailadmin_pages:convert_alias
wagtailadmin_pages:copy
wagtailadmin_pages:lock
wagtailadmin_pages:move
wagtailadmin_pages:move_confirm
wagtailadmin_pages:search
wagtailadmin_pages:search_results
wagtailadmin_pages:set_privacy
wagtailadmin_pages:type_use
wagtailadmin_pages:type_use_results
wagtailadmin_pages:unlock
wagtailadmin_pages:usage
wagtailadmin_pages:workflow_action
wagtailadmin_pages:workflow_history
wagtailadmin_pages:workflow_history_detail
wagtailadmin_pages:workflow_preview
wagtailadmin_reports:*
wagtailadmin_workflows:*
wagtailembeds:*
wagtailsites:*
wagtailusers_groups:*
wagtailusers_users:*
teams:*
"""
"""Names of doors, or all of a family: 404 for whoever is signed in, `login` for whoever is not."""

NOBODY = """
wagtailadmin_error_test
wagtailadmin_password_reset_done
wagtailadmin_password_reset_confirm
wagtailadmin_password_reset_complete
"""
"""Doors that exist for nobody."""

TABLE = """
wagtailadmin_home                           -                    GET   redirect | visitor leaver: login | operator: ok
wagtailadmin_home                           -                    POST  redirect | visitor leaver: login | operator: 405
wagtailadmin_account                        -                    GET   redirect | visitor leaver: login | operator: ok
wagtailadmin_account                        -                    POST  redirect | visitor leaver: login | operator: ok
wagtailadmin_login                          -                    GET   login
wagtailadmin_login                          -                    POST  login
wagtailadmin_logout                         -                    GET   redirect
wagtailadmin_logout                         -                    POST  redirect
wagtailadmin_password_reset                 -                    GET   redirect
wagtailadmin_password_reset                 -                    POST  redirect
wagtailadmin_sprite                         -                    GET   ok
wagtailadmin_sprite                         -                    POST  ok
wagtailadmin_javascript_catalog             -                    GET   ok
wagtailadmin_javascript_catalog             -                    POST  405
wagtailadmin_block_preview                  -                    GET   404 | visitor leaver: login
wagtailadmin_block_preview                  -                    POST  405 | visitor leaver: login
wagtailadmin_tag_autocomplete               -                    GET   ok | visitor leaver: login
wagtailadmin_tag_autocomplete               -                    POST  ok | visitor leaver: login
wagtailadmin_tag_model_autocomplete         topic                GET   ok | visitor leaver: login
wagtailadmin_tag_model_autocomplete         topic                POST  ok | visitor leaver: login
wagtailadmin_explore_root                   -                    GET   refused | visitor leaver: login | author coauthor lead: redirect | operator: ok
wagtailadmin_explore_root                   -                    POST  refused | visitor leaver: login | author coauthor lead operator: 405
wagtailadmin_choose_page                    -                    GET   ok | visitor leaver: login
wagtailadmin_choose_page                    -                    POST  405 | visitor leaver: login
wagtailadmin_choose_page_search             -                    GET   ok | visitor leaver: login
wagtailadmin_choose_page_search             -                    POST  405 | visitor leaver: login
wagtailadmin_choose_page_child              course               GET   ok | visitor leaver: login
wagtailadmin_choose_page_child              course               POST  405 | visitor leaver: login
wagtailadmin_choose_page_child              private_course       GET   404 | visitor leaver: login | learner author coauthor operator: ok
wagtailadmin_choose_page_child              others_draft         GET   404 | visitor leaver: login | operator: ok
wagtailadmin_choose_page_child              closed               GET   404 | visitor leaver: login | member follower lead operator: ok
wagtailadmin_choose_page_external_link      -                    GET   ok | visitor leaver: login
wagtailadmin_choose_page_external_link      -                    POST  400 | visitor leaver: login
wagtailadmin_choose_page_email_link         -                    GET   ok | visitor leaver: login
wagtailadmin_choose_page_email_link         -                    POST  ok | visitor leaver: login
wagtailadmin_choose_page_phone_link         -                    GET   ok | visitor leaver: login
wagtailadmin_choose_page_phone_link         -                    POST  ok | visitor leaver: login
wagtailadmin_choose_page_anchor_link        -                    GET   ok | visitor leaver: login
wagtailadmin_choose_page_anchor_link        -                    POST  ok | visitor leaver: login

wagtailadmin_editing_sessions:ping          course               GET   405 | visitor leaver: login
wagtailadmin_editing_sessions:ping          course               POST  404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_editing_sessions:ping          others_draft         POST  404 | visitor leaver: login | operator: ok
wagtailadmin_editing_sessions:ping          colleague            POST  404 | visitor leaver: login | operator: ok
wagtailadmin_editing_sessions:release       course               GET   405 | visitor leaver: login
wagtailadmin_editing_sessions:release       course               POST  ok | visitor leaver: login


wagtailadmin_explore                        course               GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_explore                        course               POST  404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_explore                        others_draft         GET   404 | visitor leaver: login | operator: ok
wagtailadmin_explore                        others_draft         POST  404 | visitor leaver: login | operator: 405
wagtailadmin_explore                        community            GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_explore                        community            POST  404 | visitor leaver: login | lead operator: 405
wagtailadmin_explore_results                course               GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_explore_results                course               POST  404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_explore_results                others_draft         GET   404 | visitor leaver: login | operator: ok
wagtailadmin_explore_results                others_draft         POST  404 | visitor leaver: login | operator: 405

wagtailadmin_pages:add                      course               GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:add                      course               POST  404 | visitor leaver: login | author coauthor operator: 400
wagtailadmin_pages:add                      others_draft         GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:add                      others_draft         POST  404 | visitor leaver: login | operator: 400
wagtailadmin_pages:add                      community            GET   404 | visitor leaver: login | operator: refused
wagtailadmin_pages:add                      community            POST  404 | visitor leaver: login | operator: refused
wagtailadmin_pages:preview_on_add           course               GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:preview_on_add           course               POST  404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:preview_on_add           others_draft         GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:preview_on_add           others_draft         POST  404 | visitor leaver: login | operator: ok
wagtailadmin_pages:preview_on_add           community            GET   404 | visitor leaver: login | operator: refused
wagtailadmin_pages:preview_on_add           community            POST  404 | visitor leaver: login | operator: refused
wagtailadmin_pages:edit                     course               GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:edit                     course               POST  404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:edit                     draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:edit                     draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: 400
wagtailadmin_pages:edit                     trashed_lesson       GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:edit                     trashed_lesson       POST  404 | visitor leaver: login | author coauthor operator: 400
wagtailadmin_pages:edit                     others_draft         GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:edit                     others_draft         POST  404 | visitor leaver: login | operator: ok
wagtailadmin_pages:edit                     others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:edit                     others_lesson        POST  404 | visitor leaver: login | operator: 400
wagtailadmin_pages:edit                     community            GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:edit                     community            POST  404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:edit                     closed               GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:edit                     closed               POST  404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:edit                     open_wiki            GET   404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:edit                     open_wiki            POST  404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:preview_on_edit          draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:preview_on_edit          draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:preview_on_edit          others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:preview_on_edit          others_lesson        POST  404 | visitor leaver: login | operator: ok
wagtailadmin_pages:view_draft               draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:view_draft               draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:view_draft               others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:view_draft               others_lesson        POST  404 | visitor leaver: login | operator: ok
wagtailadmin_pages:view_draft               closed_wiki          GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:view_draft               closed_wiki          POST  404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:add_subpage              course               GET   404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:add_subpage              course               POST  404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:add_subpage              others_draft         GET   404 | visitor leaver: login | operator: redirect
wagtailadmin_pages:add_subpage              others_draft         POST  404 | visitor leaver: login | operator: redirect
wagtailadmin_pages:add_subpage              community            GET   404 | visitor leaver: login | lead operator: refused
wagtailadmin_pages:add_subpage              community            POST  404 | visitor leaver: login | lead operator: refused
wagtailadmin_pages:delete                   draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:delete                   draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:delete                   others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:delete                   others_lesson        POST  404 | visitor leaver: login | operator: redirect
wagtailadmin_pages:delete                   community            GET   404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:delete                   community            POST  404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:unpublish                lesson               GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:unpublish                lesson               POST  404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:unpublish                others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:unpublish                others_lesson        POST  404 | visitor leaver: login | operator: redirect
wagtailadmin_pages:unpublish                community            GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:unpublish                community            POST  404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:set_page_position        lesson               GET   404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_pages:set_page_position        lesson               POST  404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:set_page_position        course               GET   404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_pages:set_page_position        course               POST  404 | visitor leaver: login | author coauthor: refused | operator: ok
wagtailadmin_pages:set_page_position        others_lesson        GET   404 | visitor leaver: login | operator: 405
wagtailadmin_pages:set_page_position        others_lesson        POST  404 | visitor leaver: login | operator: ok
wagtailadmin_pages:revisions_index          lesson               GET   404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:revisions_index          lesson               POST  404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:revisions_index          others_lesson        GET   404 | visitor leaver: login | operator: redirect
wagtailadmin_pages:revisions_index          others_lesson        POST  404 | visitor leaver: login | operator: redirect
wagtailadmin_pages:revisions_view           draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:revisions_view           draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_pages:revisions_view           others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:revisions_view           others_lesson        POST  404 | visitor leaver: login | operator: 405
wagtailadmin_pages:revisions_view           closed_wiki          GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:revisions_view           closed_wiki          POST  404 | visitor leaver: login | lead operator: 405
wagtailadmin_pages:revisions_revert         draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:revisions_revert         draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: 400
wagtailadmin_pages:revisions_revert         closed_wiki          GET   404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:revisions_revert         closed_wiki          POST  404 | visitor leaver: login | lead operator: redirect
wagtailadmin_pages:revisions_unschedule     draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:revisions_unschedule     draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: redirect
wagtailadmin_pages:revisions_compare        draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:revisions_compare        draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_pages:revisions_compare        closed_wiki          GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:revisions_compare        closed_wiki          POST  404 | visitor leaver: login | lead operator: 405
wagtailadmin_pages:history                  draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:history                  draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_pages:history                  others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:history                  others_lesson        POST  404 | visitor leaver: login | operator: 405
wagtailadmin_pages:history                  closed_wiki          GET   404 | visitor leaver: login | lead operator: ok
wagtailadmin_pages:history                  closed_wiki          POST  404 | visitor leaver: login | lead operator: 405
wagtailadmin_pages:history_results          draft_lesson         GET   404 | visitor leaver: login | author coauthor operator: ok
wagtailadmin_pages:history_results          draft_lesson         POST  404 | visitor leaver: login | author coauthor operator: 405
wagtailadmin_pages:history_results          others_lesson        GET   404 | visitor leaver: login | operator: ok
wagtailadmin_pages:history_results          others_lesson        POST  404 | visitor leaver: login | operator: 405

wagtailimages:index                         -                    GET   ok | visitor leaver: login
wagtailimages:index                         -                    POST  405 | visitor leaver: login
wagtailimages:index_results                 -                    GET   ok | visitor leaver: login
wagtailimages:index_results                 -                    POST  405 | visitor leaver: login
wagtailimages:add                           -                    GET   ok | visitor leaver: login
wagtailimages:add                           -                    POST  ok | visitor leaver: login
wagtailimages:add_multiple                  -                    GET   ok | visitor leaver: login
wagtailimages:add_multiple                  -                    POST  400 | visitor leaver: login
wagtailimages:edit                          image                GET   404 | visitor leaver: login | author operator: ok
wagtailimages:edit                          image                POST  404 | visitor leaver: login | author operator: ok
wagtailimages:edit                          locked_image         GET   404 | visitor leaver: login | author operator: ok
wagtailimages:edit                          locked_image         POST  404 | visitor leaver: login | author operator: ok
wagtailimages:delete                        image                GET   404 | visitor leaver: login | author operator: ok
wagtailimages:delete                        image                POST  404 | visitor leaver: login | author operator: redirect
wagtailimages:delete                        locked_image         GET   404 | visitor leaver: login | author operator: ok
wagtailimages:delete                        locked_image         POST  404 | visitor leaver: login | author operator: redirect
wagtailimages:url_generator                 image                GET   404 | visitor leaver: login
wagtailimages:url_generator                 image                POST  404 | visitor leaver: login | author operator: 405
wagtailimages:url_generator_output          image                GET   404 | visitor leaver: login
wagtailimages:url_generator_output          image                POST  404 | visitor leaver: login | author operator: 405
wagtailimages:image_usage                   image                GET   404 | visitor leaver: login | author operator: ok
wagtailimages:image_usage                   image                POST  404 | visitor leaver: login | author operator: 405
wagtailimages:image_usage                   locked_image         GET   404 | visitor leaver: login | author operator: ok
wagtailimages:image_usage                   locked_image         POST  404 | visitor leaver: login | author operator: 405
wagtailimages:edit_multiple                 image                GET   404 | visitor leaver: login | author operator: 405
wagtailimages:edit_multiple                 image                POST  404 | visitor leaver: login | author operator: ok
wagtailimages:delete_multiple               image                GET   404 | visitor leaver: login | author operator: 405
wagtailimages:delete_multiple               image                POST  404 | visitor leaver: login | author operator: ok
wagtailimages:preview                       image                GET   404 | visitor leaver: login | author operator: ok
wagtailimages:create_multiple_from_uploaded_image upload         POST  404 | visitor leaver: login | author: ok | operator: refused
wagtailimages:delete_upload_multiple        upload               POST  404 | visitor leaver: login | author: ok | operator: refused

wagtaildocs:index                           -                    GET   ok | visitor leaver: login
wagtaildocs:index                           -                    POST  405 | visitor leaver: login
wagtaildocs:index_results                   -                    GET   ok | visitor leaver: login
wagtaildocs:index_results                   -                    POST  405 | visitor leaver: login
wagtaildocs:add                             -                    GET   ok | visitor leaver: login
wagtaildocs:add                             -                    POST  ok | visitor leaver: login
wagtaildocs:add_multiple                    -                    GET   ok | visitor leaver: login
wagtaildocs:add_multiple                    -                    POST  400 | visitor leaver: login
wagtaildocs:edit                            document             GET   404 | visitor leaver: login | author operator: ok
wagtaildocs:edit                            document             POST  404 | visitor leaver: login | author operator: ok
wagtaildocs:edit                            locked_document      GET   404 | visitor leaver: login | author operator: ok
wagtaildocs:edit                            locked_document      POST  404 | visitor leaver: login | author operator: ok
wagtaildocs:delete                          document             GET   404 | visitor leaver: login | author operator: ok
wagtaildocs:delete                          document             POST  404 | visitor leaver: login | author operator: redirect
wagtaildocs:edit_multiple                   document             GET   404 | visitor leaver: login | author operator: 405
wagtaildocs:edit_multiple                   document             POST  404 | visitor leaver: login | author operator: ok
wagtaildocs:delete_multiple                 document             GET   404 | visitor leaver: login | author operator: 405
wagtaildocs:delete_multiple                 document             POST  404 | visitor leaver: login | author operator: ok
wagtaildocs:document_usage                  document             GET   404 | visitor leaver: login | author operator: ok
wagtaildocs:document_usage                  document             POST  404 | visitor leaver: login | author operator: 405
wagtaildocs:document_usage                  locked_document      GET   404 | visitor leaver: login | author operator: ok
wagtaildocs:document_usage                  locked_document      POST  404 | visitor leaver: login | author operator: 405
wagtaildocs:create_multiple_from_uploaded_document upload               POST  404 | visitor leaver: login
wagtaildocs:delete_upload_multiple          upload               POST  404 | visitor leaver: login

wagtailimages_chooser:choose                -                    GET   ok | visitor leaver: login
wagtailimages_chooser:choose                -                    POST  405 | visitor leaver: login
wagtailimages_chooser:choose_results        -                    GET   ok | visitor leaver: login
wagtailimages_chooser:choose_results        -                    POST  405 | visitor leaver: login
wagtailimages_chooser:create                -                    GET   ok | visitor leaver: login
wagtailimages_chooser:create                -                    POST  ok | visitor leaver: login
wagtailimages_chooser:chosen_multiple       -                    GET   ok | visitor leaver: login
wagtailimages_chooser:chosen_multiple       -                    POST  405 | visitor leaver: login
wagtailimages_chooser:chosen                image                GET   ok | visitor leaver: login
wagtailimages_chooser:chosen                image                POST  405 | visitor leaver: login
wagtailimages_chooser:chosen                locked_image         GET   404 | visitor leaver: login | learner author operator: ok
wagtailimages_chooser:select_format         image                GET   ok | visitor leaver: login
wagtailimages_chooser:select_format         image                POST  ok | visitor leaver: login
wagtailimages_chooser:select_format         locked_image         GET   404 | visitor leaver: login | learner author operator: ok
wagtailimages_chooser:select_format         locked_image         POST  404 | visitor leaver: login | learner author operator: ok

wagtaildocs_chooser:choose                  -                    GET   ok | visitor leaver: login
wagtaildocs_chooser:choose                  -                    POST  405 | visitor leaver: login
wagtaildocs_chooser:choose_results          -                    GET   ok | visitor leaver: login
wagtaildocs_chooser:choose_results          -                    POST  405 | visitor leaver: login
wagtaildocs_chooser:create                  -                    GET   ok | visitor leaver: login
wagtaildocs_chooser:create                  -                    POST  ok | visitor leaver: login
wagtaildocs_chooser:chosen_multiple         -                    GET   ok | visitor leaver: login
wagtaildocs_chooser:chosen_multiple         -                    POST  405 | visitor leaver: login
wagtaildocs_chooser:chosen                  document             GET   ok | visitor leaver: login
wagtaildocs_chooser:chosen                  document             POST  405 | visitor leaver: login
wagtaildocs_chooser:chosen                  locked_document      GET   404 | visitor leaver: login | learner author operator: ok

topics:index                                -                    GET   404 | visitor leaver: login | steward operator: ok
topics:index                                -                    POST  404 | visitor leaver: login | steward operator: 405
topics:index_results                        -                    GET   404 | visitor leaver: login | steward operator: ok
topics:index_results                        -                    POST  404 | visitor leaver: login | steward operator: 405
topics:add                                  -                    GET   404 | visitor leaver: login | steward operator: ok
topics:add                                  -                    POST  404 | visitor leaver: login | steward operator: ok
topics:edit                                 topic                GET   404 | visitor leaver: login | steward operator: ok
topics:edit                                 topic                POST  404 | visitor leaver: login | steward operator: ok
topics:history                              topic                GET   404 | visitor leaver: login | steward operator: ok
topics:history                              topic                POST  404 | visitor leaver: login | steward operator: 405
topics:history_results                      topic                GET   404 | visitor leaver: login | steward operator: ok
topics:history_results                      topic                POST  404 | visitor leaver: login | steward operator: 405
topics:usage                                topic                GET   404 | visitor leaver: login | steward operator: ok
topics:usage                                topic                POST  404 | visitor leaver: login | steward operator: 405
"""
