"""Who may open which door: one line for each address and method, reviewed by hand.

A line names the address, the thing of `world.py` that stands in it (`-`: none), the method, and what
comes of it: first for everybody, then for the roles that fare otherwise. `ok` is a page, `redirect`
leads on within the site, `login` leads to the sign-in page, a number is the status; a POST is sent
with a valid token and an empty form, so that `ok` may be the form again. A method that no role may
use is told once for each address.

An address that is in none of the tables fails the tests. Whoever adds one adds its lines, and
thinks about each role: visitor, learner (invited to the private things), author,
co-author, teacher (of a session, not an author), community member, follower, lead, topic steward,
programme owner, operator, leaver (signed in before leaving).
"""

TABLE = """
config:livez                                -                    GET   ok
config:livez                                -                    POST  405
config:readyz                               -                    GET   ok
config:readyz                               -                    POST  405
config:style                                -                    GET   404
config:style                                -                    POST  405
config:page                                 public_course        GET   redirect
config:page                                 course               GET   redirect | visitor leaver: 404
config:page                                 private_course       GET   404 | learner author coauthor operator: redirect
config:page                                 draft                GET   404
config:page                                 closed_wiki          GET   404 | member follower lead: redirect
config:page                                 course               POST  405
config:sent_mail                            -                    GET   404
config:sent_mail                            -                    POST  405
config:sent_message                         course               GET   404
config:sent_message                         course               POST  405

home:month                                  -                    GET   ok | visitor leaver: login
home:month                                  -                    POST  405 | visitor leaver: login
home:start                                  -                    GET   ok
home:start                                  -                    POST  405
home:learning                               -                    GET   ok | visitor leaver: login
home:learning                               -                    POST  405 | visitor leaver: login
home:teaching                               -                    GET   ok | visitor leaver: login
home:teaching                               -                    POST  405 | visitor leaver: login

courses:catalogue                           -                    GET   ok
courses:catalogue                           -                    POST  405
courses:course                              public_course        GET   ok
courses:course                              public_course        POST  405
courses:course                              course               GET   ok | visitor leaver: 404
courses:course                              private_course       GET   404 | learner author coauthor: ok
courses:course                              draft                GET   404
courses:course                              unpublished          GET   404
courses:course                              trashed              GET   404
courses:lesson                              public_lesson        GET   ok
courses:lesson                              public_lesson        POST  405
courses:lesson                              lesson               GET   ok | visitor leaver: 404
courses:lesson                              private_lesson       GET   404 | learner author coauthor: ok
courses:lesson                              draft_lesson         GET   404
courses:lesson                              trashed_lesson       GET   404
courses:lesson                              lost_lesson          GET   404
courses:mark_lesson                         lesson               GET   405
courses:mark_lesson                         lesson               POST  redirect | visitor leaver: 404
courses:mark_lesson                         private_lesson       POST  404 | learner author coauthor: redirect
courses:mark_lesson                         draft_lesson         POST  404
courses:mark_lesson                         lost_lesson          POST  404
courses:calendar                            -                    GET   ok
courses:calendar                            -                    POST  405
courses:together                            session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:together                            session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:together                            other_session        GET   404 | visitor leaver: login | operator: ok
courses:together                            other_session        POST  404 | visitor leaver: login | operator: ok
courses:answer_teaching                     asked_teaching       GET   405 | visitor leaver: login
courses:answer_teaching                     asked_teaching       POST  404 | visitor leaver: login | learner: redirect
courses:cannot_come                         session_date         GET   404 | visitor leaver: login | author teacher: ok
courses:cannot_come                         session_date         POST  404 | visitor leaver: login | author teacher: redirect
courses:take_over                           cover                GET   405 | visitor leaver: login
courses:take_over                           cover                POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:decline_cover                       cover                GET   405 | visitor leaver: login
courses:decline_cover                       cover                POST  404 | visitor leaver: login
courses:withdraw_cover                      cover                GET   405 | visitor leaver: login
courses:withdraw_cover                      cover                POST  404 | visitor leaver: login | teacher: redirect
courses:limits                              -                    GET   ok | visitor leaver: login
courses:limits                              -                    POST  redirect | visitor leaver: login
courses:end_quiet                           quiet_week           GET   405 | visitor leaver: login
courses:end_quiet                           quiet_week           POST  404 | visitor leaver: login | learner: redirect
courses:session                             public_session       GET   ok
courses:session                             public_session       POST  405
courses:session                             session              GET   ok | visitor leaver: 404
courses:session                             private_session      GET   404 | learner author coauthor: ok
courses:session                             hidden_session       GET   404 | learner author coauthor: ok
courses:session                             draft_session        GET   404 | author coauthor: ok
courses:enrol                               public_session       GET   405
courses:enrol                               public_session       POST  redirect | visitor leaver: login
courses:enrol                               session              POST  redirect | visitor leaver: 404
courses:enrol                               private_session      POST  404 | learner author coauthor: redirect
courses:enrol                               hidden_session       POST  404 | learner author coauthor: redirect
courses:enrol                               draft_session        POST  404 | author coauthor: redirect
courses:leave                               session              GET   405
courses:leave                               session              POST  redirect | visitor leaver: 404
courses:leave                               private_session      POST  404 | learner author coauthor: redirect
courses:leave                               hidden_session       POST  404 | learner author coauthor: redirect
courses:accept                              session              GET   405
courses:accept                              session              POST  redirect | visitor leaver: 404
courses:accept                              private_session      POST  404 | learner author coauthor: redirect
courses:take                                session              GET   405
courses:take                                session              POST  redirect | visitor leaver: 404
courses:take                                private_session      POST  404 | learner author coauthor: redirect
courses:undo                                session              GET   405
courses:undo                                session              POST  redirect | visitor leaver: 404
courses:undo                                private_session      POST  404 | learner author coauthor: redirect
courses:join                                session              GET   redirect | visitor leaver: 404
courses:join                                session              POST  405
courses:join                                private_session      GET   404 | learner author coauthor: redirect
courses:decline                             session              GET   405
courses:decline                             session              POST  redirect | visitor leaver: 404
courses:decline                             private_session      POST  404 | learner author coauthor: redirect
courses:change                              session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:change                              session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:change                              private_session      GET   404 | visitor leaver: login | author coauthor operator: ok
courses:change                              private_session      POST  404 | visitor leaver: login | author coauthor operator: ok
courses:change                              other_session        GET   404 | visitor leaver: login | operator: ok
courses:change                              other_session        POST  404 | visitor leaver: login | operator: ok
courses:cancel                              session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:cancel                              session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:cancel                              other_session        GET   404 | visitor leaver: login | operator: ok
courses:cancel                              other_session        POST  404 | visitor leaver: login | operator: ok
courses:roster                              session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:roster                              session              POST  405 | visitor leaver: login
courses:roster                              private_session      GET   404 | visitor leaver: login | author coauthor operator: ok
courses:roster                              other_session        GET   404 | visitor leaver: login | operator: ok
courses:attendance                          session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:attendance                          session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:attendance                          other_session        GET   404 | visitor leaver: login | operator: ok
courses:attendance                          other_session        POST  404 | visitor leaver: login | operator: ok
courses:roster_print                        session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:roster_print                        session              POST  405 | visitor leaver: login
courses:roster_print                        other_session        GET   404 | visitor leaver: login | operator: ok
courses:roster_csv                          session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:roster_csv                          session              POST  405 | visitor leaver: login
courses:roster_csv                          other_session        GET   404 | visitor leaver: login | operator: ok
courses:history                             session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:history                             session              POST  405 | visitor leaver: login
courses:history                             other_session        GET   404 | visitor leaver: login | operator: ok
courses:messages                            session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:messages                            session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:messages                            other_session        GET   404 | visitor leaver: login | operator: ok
courses:messages                            other_session        POST  404 | visitor leaver: login | operator: ok
courses:materials                           session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:materials                           session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:materials                           other_session        GET   404 | visitor leaver: login | operator: ok
courses:materials                           other_session        POST  404 | visitor leaver: login | operator: ok
courses:enrol_by_name                       session              GET   405 | visitor leaver: login
courses:enrol_by_name                       session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:enrol_by_name                       other_session        POST  404 | visitor leaver: login | operator: ok
courses:hold                                session              GET   405 | visitor leaver: login
courses:hold                                session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:hold                                other_session        POST  404 | visitor leaver: login | operator: ok
courses:code                                session              GET   405 | visitor leaver: login
courses:code                                session              POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:code                                other_session        POST  404 | visitor leaver: login | operator: redirect
courses:approve                             enrolment            GET   405 | visitor leaver: login
courses:approve                             enrolment            POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:approve                             other_enrolment      POST  404 | visitor leaver: login | operator: redirect
courses:turn_down                           enrolment            GET   405 | visitor leaver: login
courses:turn_down                           enrolment            POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:turn_down                           other_enrolment      POST  404 | visitor leaver: login | operator: redirect
courses:end_hold                            hold                 GET   405 | visitor leaver: login
courses:end_hold                            hold                 POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:end_hold                            other_hold           POST  404 | visitor leaver: login | operator: redirect
courses:remove_material                     material             GET   405 | visitor leaver: login
courses:remove_material                     material             POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:remove_material                     other_material       POST  404 | visitor leaver: login | operator: redirect
courses:check_in                            session              GET   405 | visitor leaver: login
courses:check_in                            session              POST  redirect | visitor leaver: login
courses:check_in                            private_session      POST  404 | visitor leaver: login | learner author coauthor: redirect
courses:remove                              enrolment            GET   405 | visitor leaver: login
courses:remove                              enrolment            POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:remove                              other_enrolment      POST  404 | visitor leaver: login | operator: redirect
courses:decide                              session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:decide                              session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:decide                              other_session        GET   404 | visitor leaver: login | operator: ok
courses:decide                              other_session        POST  404 | visitor leaver: login | operator: ok
courses:link                                session              GET   405 | visitor leaver: login
courses:link                                session              POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:link                                other_session        POST  404 | visitor leaver: login | operator: redirect
courses:debrief                             session              GET   404 | visitor leaver: login
courses:debrief                             session              POST  404 | visitor leaver: login
courses:come                                session              GET   404 | visitor leaver: login
courses:come                                session              POST  404 | visitor leaver: login
courses:offer_open                          -                    GET   ok | visitor leaver: login
courses:offer_open                          -                    POST  ok | visitor leaver: login
courses:run_sheet                           session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:run_sheet                           other_session        GET   404 | visitor leaver: login | operator: ok
courses:run_sheet                           session              POST  404 | visitor leaver: login | author coauthor teacher operator: ok
courses:run_sheet                           other_session        POST  404 | visitor leaver: login | operator: ok
courses:rehearsal                           session              GET   404 | visitor leaver: login | author coauthor teacher operator: ok
courses:rehearsal                           session              POST  405 | visitor leaver: login
courses:rehearsal                           other_session        GET   404 | visitor leaver: login | operator: ok
courses:copy_run_sheet                      session              GET   405 | visitor leaver: login
courses:copy_run_sheet                      session              POST  404 | visitor leaver: login | author coauthor teacher operator: redirect
courses:copy_run_sheet                      other_session        POST  404 | visitor leaver: login | operator: redirect
courses:course_run_sheet                    course               GET   404 | visitor leaver: login | author coauthor operator: ok
courses:course_run_sheet                    draft                GET   404 | visitor leaver: login | author coauthor operator: ok
courses:course_run_sheet                    others_course        GET   404 | visitor leaver: login | operator: ok
courses:course_run_sheet                    course               POST  404 | visitor leaver: login | author coauthor operator: ok
courses:course_run_sheet                    draft                POST  404 | visitor leaver: login | author coauthor operator: ok
courses:course_run_sheet                    others_course        POST  404 | visitor leaver: login | operator: ok
courses:prerequisites                       course               GET   404 | visitor leaver: login | author coauthor operator: ok
courses:prerequisites                       course               POST  404 | visitor leaver: login | author coauthor operator: ok
courses:prerequisites                       draft                GET   404 | visitor leaver: login | author coauthor operator: ok
courses:prerequisites                       draft                POST  404 | visitor leaver: login | author coauthor operator: ok
courses:prerequisites                       others_course        GET   404 | visitor leaver: login | operator: ok
courses:prerequisites                       others_course        POST  404 | visitor leaver: login | operator: ok
courses:new                                 -                    GET   ok | visitor leaver: login
courses:new                                 -                    POST  ok | visitor leaver: login
courses:desk                                course               GET   404 | visitor leaver: login | author coauthor operator: ok
courses:desk                                course               POST  405 | visitor leaver: login
courses:desk                                private_course       GET   404 | visitor leaver: login | author coauthor operator: ok
courses:desk                                draft                GET   404 | visitor leaver: login | author coauthor operator: ok
courses:desk                                trashed              GET   404 | visitor leaver: login
courses:desk                                others_course        GET   404 | visitor leaver: login | operator: ok
courses:co_authors                          course               GET   405 | visitor leaver: login
courses:co_authors                          course               POST  404 | visitor leaver: login | author coauthor operator: ok
courses:co_authors                          draft                POST  404 | visitor leaver: login | author coauthor operator: ok
courses:co_authors                          others_course        POST  404 | visitor leaver: login | operator: ok
courses:audience                            course               GET   405 | visitor leaver: login
courses:audience                            course               POST  404 | visitor leaver: login | author coauthor operator: ok
courses:audience                            draft                POST  404 | visitor leaver: login | author coauthor operator: ok
courses:audience                            others_course        POST  404 | visitor leaver: login | operator: ok
courses:offer                               course               GET   404 | visitor leaver: login | author coauthor operator: ok
courses:offer                               course               POST  404 | visitor leaver: login | author coauthor operator: ok
courses:offer                               draft                GET   404 | visitor leaver: login | author coauthor operator: ok
courses:offer                               draft                POST  404 | visitor leaver: login | author coauthor operator: ok
courses:offer                               others_course        GET   404 | visitor leaver: login | operator: ok
courses:offer                               others_course        POST  404 | visitor leaver: login | operator: ok
courses:trash                               draft                GET   405 | visitor leaver: login
courses:trash                               draft                POST  404 | visitor leaver: login | author coauthor operator: redirect
courses:trash                               lesson               POST  404 | visitor leaver: login | author coauthor operator: redirect
courses:trash                               others_draft         POST  404 | visitor leaver: login | operator: redirect
courses:trash                               others_lesson        POST  404 | visitor leaver: login | operator: redirect
courses:restore                             trashed              GET   405 | visitor leaver: login
courses:restore                             trashed              POST  404 | visitor leaver: login | author coauthor operator: redirect
courses:restore                             trashed_lesson       POST  404 | visitor leaver: login | author coauthor operator: redirect
courses:restore                             others_draft         POST  404 | visitor leaver: login | operator: redirect
courses:request                             -                    GET   ok | visitor leaver: login
courses:request                             -                    POST  ok | visitor leaver: login
courses:withdraw_request                    wish                 GET   405 | visitor leaver: login
courses:withdraw_request                    wish                 POST  404 | visitor leaver: login | learner: redirect

communities:index                           -                    GET   ok
communities:index                           -                    POST  405
communities:join                            open                 GET   405
communities:join                            open                 POST  redirect | visitor leaver: login
communities:join                            community            POST  redirect | visitor leaver: 404
communities:join                            closed               POST  404 | member follower lead: redirect
communities:leave                           open                 GET   405
communities:leave                           open                 POST  redirect | visitor leaver: login
communities:leave                           closed               POST  404 | member follower lead: redirect
communities:wiki_new                        open                 GET   redirect | visitor leaver: login | member lead operator: ok
communities:wiki_new                        open                 POST  ok | visitor leaver: login
communities:wiki_new                        community            GET   redirect | visitor leaver: 404 | member lead operator: ok
communities:wiki_new                        community            POST  ok | visitor leaver: 404
communities:wiki_new                        closed               GET   404 | member lead: ok | follower: redirect
communities:wiki_new                        closed               POST  404 | member follower lead: ok
communities:community                       open                 GET   ok
communities:community                       open                 POST  405
communities:community                       community            GET   ok | visitor leaver: 404
communities:community                       closed               GET   404 | member follower lead: ok
communities:members                         open                 GET   ok | visitor leaver: 404
communities:members                         open                 POST  405
communities:members                         closed               GET   404 | member follower lead: ok
communities:wiki                            open                 GET   ok
communities:wiki                            open                 POST  405
communities:wiki                            community            GET   ok | visitor leaver: 404
communities:wiki                            closed               GET   404 | member follower lead: ok
communities:wiki_named                      open                 GET   404
communities:wiki_named                      open                 POST  405
communities:wiki_named                      closed               GET   404
communities:wiki_trash                      open                 GET   404 | member lead operator: ok
communities:wiki_trash                      open                 POST  405
communities:wiki_trash                      closed               GET   404 | member lead: ok
communities:wiki_page                       open_wiki            GET   ok
communities:wiki_page                       open_wiki            POST  405
communities:wiki_page                       wiki                 GET   ok | visitor leaver: 404
communities:wiki_page                       closed_wiki          GET   404 | member follower lead: ok
communities:wiki_page                       open_wiki_trashed    GET   404
communities:wiki_page                       closed_wiki_trashed  GET   404
communities:role                            open                 GET   405
communities:role                            open                 POST  404 | lead operator: redirect
communities:role                            closed               POST  404 | lead: redirect
communities:wiki_edit                       open_wiki            GET   redirect | visitor leaver: login | member lead operator: ok
communities:wiki_edit                       open_wiki            POST  ok | visitor leaver: login
communities:wiki_edit                       wiki                 GET   redirect | visitor leaver: 404 | member lead operator: ok
communities:wiki_edit                       wiki                 POST  ok | visitor leaver: 404
communities:wiki_edit                       closed_wiki          GET   404 | member lead: ok | follower: redirect
communities:wiki_edit                       closed_wiki          POST  404 | member follower lead: ok
communities:wiki_edit                       open_wiki_trashed    GET   404
communities:wiki_edit                       open_wiki_trashed    POST  404
communities:wiki_history                    open_wiki            GET   ok | visitor leaver: 404
communities:wiki_history                    open_wiki            POST  405
communities:wiki_history                    closed_wiki          GET   404 | member follower lead: ok
communities:wiki_history                    open_wiki_trashed    GET   404
communities:wiki_revision                   open_wiki            GET   ok | visitor leaver: 404
communities:wiki_revision                   open_wiki            POST  405
communities:wiki_revision                   closed_wiki          GET   404 | member follower lead: ok
communities:wiki_to_trash                   open_wiki            GET   405
communities:wiki_to_trash                   open_wiki            POST  redirect | visitor leaver: login
communities:wiki_to_trash                   closed_wiki          POST  404 | member follower lead: redirect
communities:wiki_restore                    open_wiki_trashed    GET   405
communities:wiki_restore                    open_wiki_trashed    POST  404 | member lead operator: redirect
communities:wiki_restore                    closed_wiki_trashed  POST  404 | member lead: redirect

people:demo_sign_in                         -                    GET   404
people:demo_sign_in                         -                    POST  404
people:profile                              -                    GET   ok | visitor leaver: login
people:profile                              -                    POST  ok | visitor leaver: login
people:theme                                -                    GET   405
people:theme                                -                    POST  404
people:directory                            -                    GET   ok | visitor leaver: login
people:directory                            -                    POST  405 | visitor leaver: login
people:person                               colleague            GET   ok | visitor leaver: login
people:person                               colleague            POST  405 | visitor leaver: login
people:person                               gone                 GET   404 | visitor leaver: login

content:media                               rendition            GET   ok | visitor leaver: 404
content:media                               rendition            POST  405
content:media                               image                GET   ok | visitor leaver: 404
content:media                               locked_rendition     GET   404 | learner author operator: ok
content:media                               locked_image         GET   404 | learner author operator: ok
content:document                            document             GET   ok | visitor leaver: 404
content:document                            document             POST  405
content:document                            locked_document      GET   404 | learner author operator: ok

search:search                               -                    GET   ok
search:search                               -                    POST  405
search:steering                             -                    GET   404 | visitor leaver: login | steward operator: ok
search:steering                             -                    POST  404 | visitor leaver: login | steward operator: 405
search:report                               -                    GET   404 | visitor leaver: login | steward operator: ok
search:report                               -                    POST  404 | visitor leaver: login | steward operator: 405
search:write                                -                    GET   404 | visitor leaver: login | steward operator: ok
search:write                                -                    POST  404 | visitor leaver: login | steward operator: 405
search:new_pin                              -                    GET   404 | visitor leaver: login | steward operator: ok
search:new_pin                              -                    POST  404 | visitor leaver: login | steward operator: ok
search:edit_pin                             pin                  GET   404 | visitor leaver: login | steward operator: ok
search:edit_pin                             pin                  POST  404 | visitor leaver: login | steward operator: ok
search:edit_pin                             closed_pin           GET   404 | visitor leaver: login
search:edit_pin                             closed_pin           POST  404 | visitor leaver: login
search:end_pin                              pin                  GET   404 | visitor leaver: login | steward operator: 405
search:end_pin                              pin                  POST  404 | visitor leaver: login | steward operator: redirect
search:end_pin                              closed_pin           POST  404 | visitor leaver: login | steward operator: redirect
search:suggest                              -                    GET   ok
search:suggest                              -                    POST  405

account_login                               -                    GET   redirect | visitor leaver: ok
account_login                               -                    POST  redirect | visitor leaver: ok
account_logout                              -                    GET   ok | visitor leaver: redirect
account_logout                              -                    POST  redirect
account_inactive                            -                    GET   ok
account_inactive                            -                    POST  405
account_signup                              -                    GET   redirect | visitor leaver: ok
account_signup                              -                    POST  redirect | visitor leaver: ok
account_email_verification_sent             -                    GET   ok
account_email_verification_sent             -                    POST  405
account_confirm_email                       /accounts/confirm-email/x:y:z/ GET   ok
account_confirm_email                       /accounts/confirm-email/x:y:z/ POST  404
account_change_password                     -                    GET   redirect | visitor leaver: login
account_change_password                     -                    POST  redirect | visitor leaver: login
account_set_password                        -                    GET   ok | visitor leaver: login
account_set_password                        -                    POST  ok | visitor leaver: login
account_reset_password                      -                    GET   ok
account_reset_password                      -                    POST  ok
account_reset_password_done                 -                    GET   ok
account_reset_password_done                 -                    POST  405
account_reset_password_from_key             /accounts/password/reset/key/1-x-y/ GET   ok
account_reset_password_from_key             /accounts/password/reset/key/1-x-y/ POST  ok
account_reset_password_from_key_done        -                    GET   ok
account_reset_password_from_key_done        -                    POST  405
"""
