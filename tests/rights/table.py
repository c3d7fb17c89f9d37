"""What each role may do in the admin: the one table, and the matrix of tests reads it.

An address (every name of the URL conf, a new one without a line fails) is opened or written to. « editor »
is an editor of the Vosges and « facilitator » one of theirs: where an address is about rows of a territory
both are tried on their own, and on Guadeloupe's and the nation's too, where they are refused whatever the
line says. « - » is refused, or there is no such thing on this site.
"""

ADDRESSES = """
address                                             anyone  facilitator  editor  national  admin

wagtailadmin_home                                   -       facilitator  editor  national  admin
wagtailadmin_error_test                             -       -            -       -         -
wagtailadmin_explore_root                           -       -            editor  national  admin
wagtailadmin_explore                                -       -            editor  national  admin
wagtailadmin_explore_results                        -       -            editor  national  admin
wagtail_bulk_action                                 -       -            -       -         -
wagtailadmin_choose_page                            -       facilitator  editor  national  admin
wagtailadmin_choose_page_child                      -       facilitator  editor  national  admin
wagtailadmin_choose_page_search                     -       facilitator  editor  national  admin
wagtailadmin_choose_page_chosen_multiple            -       facilitator  editor  national  admin
wagtailadmin_choose_page_external_link              -       facilitator  editor  national  admin
wagtailadmin_choose_page_email_link                 -       facilitator  editor  national  admin
wagtailadmin_choose_page_phone_link                 -       facilitator  editor  national  admin
wagtailadmin_choose_page_anchor_link                -       facilitator  editor  national  admin
wagtailadmin_tag_autocomplete                       -       facilitator  editor  national  admin
wagtailadmin_tag_model_autocomplete                 -       -            -       -         -
wagtailadmin_account                                -       facilitator  editor  national  admin
wagtailadmin_logout                                 -       -            -       -         -
wagtailadmin_dismissibles                           -       facilitator  editor  national  admin
wagtailadmin_block_preview                          -       -            -       -         -
wagtailadmin_sprite                                 anyone  facilitator  editor  national  admin
wagtailadmin_login                                  -       -            -       -         -
wagtailadmin_password_reset                         -       -            -       -         -
wagtailadmin_password_reset_done                    -       -            -       -         -
wagtailadmin_password_reset_confirm                 -       -            -       -         -
wagtailadmin_password_reset_complete                -       -            -       -         -
wagtailadmin_javascript_catalog                     anyone  facilitator  editor  national  admin

wagtailadmin_api:pages:listing                      -       facilitator  editor  national  admin
wagtailadmin_api:pages:detail                       -       -            editor  national  admin
wagtailadmin_api:pages:find                         -       -            -       -         -
wagtailadmin_api:pages:action                       -       -            editor  national  admin
wagtailadmin_api:documents:listing                  -       facilitator  editor  national  admin
wagtailadmin_api:documents:detail                   -       -            editor  national  admin
wagtailadmin_api:documents:find                     -       -            -       -         -
wagtailadmin_api:images:listing                     -       facilitator  editor  national  admin
wagtailadmin_api:images:detail                      -       -            editor  national  admin
wagtailadmin_api:images:find                        -       -            -       -         -

wagtailadmin_pages:add                              -       -            editor  national  admin
wagtailadmin_pages:preview_on_add                   -       -            editor  national  admin
wagtailadmin_pages:type_use                         -       -            editor  national  admin
wagtailadmin_pages:choose_parent                    -       facilitator  editor  national  admin
wagtailadmin_pages:type_use_results                 -       -            editor  national  admin
wagtailadmin_pages:usage                            -       -            editor  national  admin
wagtailadmin_pages:edit                             -       -            editor  national  admin
wagtailadmin_pages:preview_on_edit                  -       -            editor  national  admin
wagtailadmin_pages:view_draft                       -       -            editor  national  admin
wagtailadmin_pages:add_subpage                      -       -            editor  national  admin
wagtailadmin_pages:delete                           -       -            editor  national  admin
wagtailadmin_pages:unpublish                        -       -            editor  national  admin
wagtailadmin_pages:convert_alias                    -       -            editor  national  admin
wagtailadmin_pages:search                           -       -            editor  national  admin
wagtailadmin_pages:search_results                   -       -            editor  national  admin
wagtailadmin_pages:move                             -       -            editor  national  admin
wagtailadmin_pages:move_confirm                     -       -            -       national  admin
wagtailadmin_pages:set_page_position                -       -            -       national  admin
wagtailadmin_pages:copy                             -       -            editor  national  admin
wagtailadmin_pages:workflow_action                  -       -            -       -         -
wagtailadmin_pages:collect_workflow_action_data     -       -            -       -         -
wagtailadmin_pages:confirm_workflow_cancellation    -       -            editor  national  admin
wagtailadmin_pages:workflow_preview                 -       -            -       -         -
wagtailadmin_pages:set_privacy                      -       -            editor  national  admin
wagtailadmin_pages:lock                             -       -            -       -         admin
wagtailadmin_pages:unlock                           -       -            -       -         admin
wagtailadmin_pages:revisions_index                  -       facilitator  editor  national  admin
wagtailadmin_pages:revisions_view                   -       -            editor  national  admin
wagtailadmin_pages:revisions_revert                 -       -            editor  national  admin
wagtailadmin_pages:revisions_unschedule             -       -            editor  national  admin
wagtailadmin_pages:revisions_compare                -       -            editor  national  admin
wagtailadmin_pages:workflow_history                 -       -            editor  national  admin
wagtailadmin_pages:workflow_history_detail          -       -            -       -         -
wagtailadmin_pages:history                          -       -            editor  national  admin
wagtailadmin_pages:history_results                  -       -            editor  national  admin

wagtailadmin_collections:index                      -       -            -       -         admin
wagtailadmin_collections:add                        -       -            -       -         admin
wagtailadmin_collections:edit                       -       -            -       -         admin
wagtailadmin_collections:delete                     -       -            -       -         admin
wagtailadmin_collections:set_privacy                -       -            -       -         admin

wagtailadmin_workflows:index                        -       -            -       -         admin
wagtailadmin_workflows:index_results                -       -            -       -         admin
wagtailadmin_workflows:add                          -       -            -       -         admin
wagtailadmin_workflows:enable                       -       -            -       -         -
wagtailadmin_workflows:disable                      -       -            -       -         -
wagtailadmin_workflows:edit                         -       -            -       -         -
wagtailadmin_workflows:usage                        -       -            -       -         -
wagtailadmin_workflows:usage_results                -       -            -       -         -
wagtailadmin_workflows:remove                       -       -            -       -         admin
wagtailadmin_workflows:add_task                     -       -            -       -         -
wagtailadmin_workflows:select_task_type             -       -            -       -         admin
wagtailadmin_workflows:task_index                   -       -            -       -         admin
wagtailadmin_workflows:task_index_results           -       -            -       -         admin
wagtailadmin_workflows:edit_task                    -       -            -       -         -
wagtailadmin_workflows:disable_task                 -       -            -       -         -
wagtailadmin_workflows:enable_task                  -       -            -       -         -
wagtailadmin_workflows:task_chooser                 -       facilitator  editor  national  admin
wagtailadmin_workflows:task_chooser_results         -       facilitator  editor  national  admin
wagtailadmin_workflows:task_chooser_create          -       facilitator  editor  national  admin
wagtailadmin_workflows:task_chosen                  -       -            -       -         -

wagtailadmin_reports:locked_pages                   -       -            -       -         admin
wagtailadmin_reports:locked_pages_results           -       -            -       -         admin
wagtailadmin_reports:workflow                       -       -            editor  national  admin
wagtailadmin_reports:workflow_results               -       -            editor  national  admin
wagtailadmin_reports:workflow_tasks                 -       -            editor  national  admin
wagtailadmin_reports:workflow_tasks_results         -       -            editor  national  admin
wagtailadmin_reports:site_history                   -       facilitator  editor  national  admin
wagtailadmin_reports:site_history_results           -       facilitator  editor  national  admin
wagtailadmin_reports:aging_pages                    -       -            editor  national  admin
wagtailadmin_reports:aging_pages_results            -       -            editor  national  admin
wagtailadmin_reports:page_types_usage               -       -            editor  national  admin
wagtailadmin_reports:page_types_usage_results       -       -            editor  national  admin

wagtailadmin_editing_sessions:ping                  -       -            editor  national  admin
wagtailadmin_editing_sessions:release               -       facilitator  editor  national  admin

wagtail_localize:javascript_catalog                 -       facilitator  editor  national  admin
wagtail_localize:submit_page_translation            -       -            -       national  admin
wagtail_localize:submit_snippet_translation         -       -            -       -         -
wagtail_localize:update_translations                -       -            -       national  admin
wagtail_localize:edit_string_translation            -       -            editor  national  admin
wagtail_localize:edit_override                      -       -            editor  national  admin
wagtail_localize:download_pofile                    -       -            editor  national  admin
wagtail_localize:upload_pofile                      -       -            editor  national  admin
wagtail_localize:machine_translate                  -       -            -       -         -
wagtail_localize:preview_translation                -       -            editor  national  admin
wagtail_localize:stop_translation                   -       -            editor  national  admin
wagtail_localize:convert_to_alias                   -       -            editor  national  admin
wagtail_localize:translations_report                -       -            -       national  admin
wagtail_localize:snippets_api_listing               -       -            -       -         -
wagtail_localize:snippets_api_detail                -       -            -       -         -
wagtail_localize:translations_report_results        -       -            -       national  admin

wagtailforms:index                                  -       -            editor  national  admin
wagtailforms:index_results                          -       -            editor  national  admin
wagtailforms:list_submissions                       -       -            -       -         -
wagtailforms:list_submissions_results               -       -            -       -         -
wagtailforms:delete_submissions                     -       -            -       -         -

wagtailredirects:index                              -       -            -       -         admin
wagtailredirects:index_results                      -       -            -       -         admin
wagtailredirects:add                                -       -            -       -         admin
wagtailredirects:edit                               -       -            -       -         admin
wagtailredirects:delete                             -       -            -       -         admin
wagtailredirects:start_import                       -       -            -       -         admin
wagtailredirects:process_import                     -       -            -       -         admin

wagtailembeds:chooser                               -       facilitator  editor  national  admin
wagtailembeds:chooser_upload                        -       facilitator  editor  national  admin

wagtailsnippets:index                               -       -            -       -         -

wagtaildocs:index                                   -       -            editor  national  admin
wagtaildocs:index_results                           -       -            editor  national  admin
wagtaildocs:add                                     -       -            editor  national  admin
wagtaildocs:edit                                    -       -            -       -         admin
wagtaildocs:delete                                  -       -            -       -         admin
wagtaildocs:add_multiple                            -       -            editor  national  admin
wagtaildocs:edit_multiple                           -       -            -       -         admin
wagtaildocs:create_multiple_from_uploaded_document  -       -            -       -         -
wagtaildocs:delete_multiple                         -       -            -       -         admin
wagtaildocs:delete_upload_multiple                  -       -            -       -         -
wagtaildocs:document_usage                          -       -            -       -         admin

wagtailimages:index                                 -       -            editor  national  admin
wagtailimages:index_results                         -       -            editor  national  admin
wagtailimages:edit                                  -       -            -       -         admin
wagtailimages:delete                                -       -            -       -         admin
wagtailimages:url_generator                         -       -            -       -         -
wagtailimages:url_generator_output                  -       -            -       -         -
wagtailimages:preview                               -       -            -       -         admin
wagtailimages:add                                   -       -            editor  national  admin
wagtailimages:image_usage                           -       -            -       -         admin
wagtailimages:add_multiple                          -       -            editor  national  admin
wagtailimages:edit_multiple                         -       -            -       -         admin
wagtailimages:create_multiple_from_uploaded_image   -       -            -       -         -
wagtailimages:delete_multiple                       -       -            -       -         admin
wagtailimages:delete_upload_multiple                -       -            -       -         -

choisir-une-commune:choose                          -       facilitator  editor  national  admin
choisir-une-commune:choose_results                  -       facilitator  editor  national  admin
choisir-une-commune:chosen                          -       facilitator  editor  national  admin

choisir-un-lieu:choose                              -       facilitator  editor  national  admin
choisir-un-lieu:choose_results                      -       facilitator  editor  national  admin
choisir-un-lieu:chosen                              -       facilitator  editor  national  admin

seances:index                                       -       facilitator  editor  national  admin
seances:index_results                               -       facilitator  editor  national  admin
seances:add                                         -       facilitator  editor  national  admin
seances:edit                                        -       facilitator  editor  national  admin
seances:delete                                      -       -            editor  national  admin
seances:history                                     -       facilitator  editor  national  admin
seances:history_results                             -       facilitator  editor  national  admin
seances:inspect                                     -       facilitator  editor  national  admin
seances:propose                                     -       facilitator  -       -         -
seances:publish                                     -       -            editor  national  admin
seances:register                                    -       facilitator  editor  national  admin
seances:postpone                                    -       facilitator  editor  national  admin
seances:cancel                                      -       facilitator  editor  national  admin

inscriptions:index                                  -       facilitator  editor  national  admin
inscriptions:index_results                          -       facilitator  editor  national  admin
inscriptions:inspect                                -       facilitator  editor  national  admin
inscriptions:change                                 -       facilitator  editor  national  admin
inscriptions:offer                                  -       facilitator  editor  national  admin
inscriptions:cancel                                 -       facilitator  editor  national  admin

lieux:index                                         -       facilitator  editor  national  admin
lieux:index_results                                 -       facilitator  editor  national  admin
lieux:add                                           -       -            editor  national  admin
lieux:edit                                          -       -            editor  national  admin
lieux:delete                                        -       -            editor  national  admin
lieux:history                                       -       -            editor  national  admin
lieux:history_results                               -       -            editor  national  admin
lieux:inspect                                       -       facilitator  editor  national  admin

questionnaires:index                                -       -            editor  national  admin
questionnaires:index_results                        -       -            editor  national  admin
questionnaires:inspect                              -       -            editor  national  admin
questionnaires:export                               -       -            editor  national  admin

themes:index                                        -       -            -       national  admin
themes:index_results                                -       -            -       national  admin
themes:add                                          -       -            -       national  admin
themes:edit                                         -       -            -       national  admin
themes:delete                                       -       -            -       national  admin
themes:history                                      -       -            -       national  admin
themes:history_results                              -       -            -       national  admin
themes:usage                                        -       -            -       national  admin

introductions:index                                 -       -            -       national  admin
introductions:index_results                         -       -            -       national  admin
introductions:add                                   -       -            -       national  admin
introductions:edit                                  -       -            -       national  admin
introductions:delete                                -       -            -       -         admin
introductions:history                               -       -            -       national  admin
introductions:history_results                       -       -            -       national  admin
introductions:usage                                 -       -            -       national  admin

outbox_messages:index                               -       -            -       national  admin
outbox_messages:index_results                       -       -            -       national  admin
outbox_messages:retry                               -       -            -       national  admin
outbox_messages:bounce                              -       -            -       national  admin

territoires:index                                   -       -            -       national  admin
territoires:index_results                           -       -            -       national  admin
territoires:add                                     -       -            -       -         admin
territoires:edit                                    -       -            -       national  admin
territoires:delete                                  -       -            -       -         admin
territoires:history                                 -       -            -       national  admin
territoires:history_results                         -       -            -       national  admin
territoires:usage                                   -       -            -       national  admin

wagtaillocales:index                                -       -            -       -         admin
wagtaillocales:index_results                        -       -            -       -         admin
wagtaillocales:add                                  -       -            -       -         admin
wagtaillocales:edit                                 -       -            -       -         admin
wagtaillocales:delete                               -       -            -       -         admin
wagtaillocales:history                              -       -            -       -         admin
wagtaillocales:history_results                      -       -            -       -         admin
wagtaillocales:usage                                -       -            -       -         admin
wagtaillocales:copy                                 -       -            -       -         admin

wagtailsites:index                                  -       -            -       -         admin
wagtailsites:index_results                          -       -            -       -         admin
wagtailsites:add                                    -       -            -       -         admin
wagtailsites:edit                                   -       -            -       -         admin
wagtailsites:delete                                 -       -            -       -         admin
wagtailsites:history                                -       -            -       -         admin
wagtailsites:history_results                        -       -            -       -         admin
wagtailsites:usage                                  -       -            -       -         admin
wagtailsites:copy                                   -       -            -       -         admin

wagtailusers_users:index                            -       -            -       -         admin
wagtailusers_users:index_results                    -       -            -       -         admin
wagtailusers_users:add                              -       -            -       -         admin
wagtailusers_users:edit                             -       -            -       -         admin
wagtailusers_users:delete                           -       -            -       -         admin
wagtailusers_users:history                          -       -            -       -         admin
wagtailusers_users:history_results                  -       -            -       -         admin
wagtailusers_users:usage                            -       -            -       -         admin
wagtailusers_users:copy                             -       -            -       -         admin

wagtailusers_groups:index                           -       -            -       -         admin
wagtailusers_groups:index_results                   -       -            -       -         admin
wagtailusers_groups:add                             -       -            -       -         admin
wagtailusers_groups:edit                            -       -            -       -         admin
wagtailusers_groups:delete                          -       -            -       -         admin
wagtailusers_groups:history                         -       -            -       -         admin
wagtailusers_groups:history_results                 -       -            -       -         admin
wagtailusers_groups:usage                           -       -            -       -         admin

wagtaildocs_chooser:choose                          -       facilitator  editor  national  admin
wagtaildocs_chooser:choose_results                  -       facilitator  editor  national  admin
wagtaildocs_chooser:chosen                          -       -            editor  national  admin
wagtaildocs_chooser:chosen_multiple                 -       facilitator  editor  national  admin
wagtaildocs_chooser:create                          -       -            editor  national  admin

wagtailimages_chooser:choose                        -       facilitator  editor  national  admin
wagtailimages_chooser:choose_results                -       facilitator  editor  national  admin
wagtailimages_chooser:chosen                        -       -            editor  national  admin
wagtailimages_chooser:chosen_multiple               -       facilitator  editor  national  admin
wagtailimages_chooser:create                        -       -            editor  national  admin
wagtailimages_chooser:select_format                 -       -            editor  national  admin
"""

#: Addresses that lead everyone on to another, which asks; or about rows that are no territory's.
TAKES_NO_ROLE = {"wagtailadmin_pages:revisions_index", "wagtailadmin_editing_sessions:release"}

#: What a page is, and who may do what to it: E(ditor of the Vosges), N(ational staff), A(dministrator).
#: A facilitator does nothing to any page. Publishing is of a change to a page that is live already.
ACTS = """
page                        | publish | revert | unpublish | delete | move | order | copy | hide | translate
own event                   | ENA     | ENA    | ENA       | ENA    | ENA  | NA    | ENA  | ENA  | ENA      
own event with dates to come| ENA     | ENA    | -         | -      | ENA  | NA    | ENA  | -    | ENA      
another's event             | NA      | NA     | NA        | NA     | NA   | NA    | NA   | NA   | NA       
the nation's event          | NA      | NA     | NA        | NA     | NA   | NA    | NA   | NA   | NA       
own news                    | ENA     | ENA    | ENA       | ENA    | ENA  | NA    | ENA  | ENA  | ENA      
own territory's page        | ENA     | ENA    | -         | -      | NA   | NA    | -    | -    | ENA      
list of events              | NA      | NA     | -         | -      | -    | NA    | -    | -    | NA       
list of news                | NA      | NA     | -         | -      | -    | NA    | -    | -    | NA       
home page                   | NA      | NA     | -         | -      | -    | A     | -    | -    | NA
workshop with dates to come | NA      | NA     | -         | -      | NA   | NA    | NA   | -    | NA       
guide                       | NA      | NA     | NA        | NA     | NA   | NA    | NA   | NA   | NA       
other page                  | NA      | NA     | NA        | NA     | NA   | NA    | NA   | NA   | NA       
"""
