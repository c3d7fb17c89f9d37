"""What is stored about people elsewhere than under a rule of ``privacy.retention``, and how it goes.

A new field whose name may mean a person must be named by its model among its ``personal_fields``, or stand here.
"""

#: Ours, and about no family: what a thing is called, and what services publish of themselves.
OF_NO_FAMILY = {
    "content.Theme.name": "a theme's",
    "content.ThemeTranslation.name": "a theme's",
    "outbox.Heartbeat.name": "a part of the site's",
    "outbox.PeriodicJob.name": "a part of the site's",
    "outbox.Job.name": "a kind of work's",
    "territories.Commune.name": "a place's",
    "territories.Commune.search_name": "a place's",
    "territories.LoadedFile.name": "a file's",
    "territories.Territory.name": "a place's",
    "territories.Territory.contact_name": "a service, published; editors change it",
    "territories.Territory.contact_email": "a service's, published; editors change it",
    "territories.Territory.contact_phone": "a service's, published; editors change it",
    "workshops.FacilitatorCalendar.token": "an account's; goes with it, renewed by its owner",
    "workshops.Venue.name": "a place's",
}

#: Of the packages: about the team alone, since families have no account and Wagtail's forms are not used.
OF_PACKAGES = {
    "account.EmailAddress.email": "the account's own; follows it and goes with it",
    "account.EmailConfirmation.key": "not used: an administrator vouches for the address",
    "mfa.Authenticator.data": "goes with the account",
    "sessions.Session.session_data": "two weeks at most; expired ones are deleted by the worker",
    "sessions.Session.session_key": "two weeks at most; expired ones are deleted by the worker",
    "socialaccount.SocialAccount.extra_data": "goes with the account; no provider is connected",
    "socialaccount.SocialApp.key": "not used: no provider is connected",
    "socialaccount.SocialApp.name": "not used: no provider is connected",
    "socialaccount.SocialToken.token": "not used: no provider is connected",
    "socialaccount.SocialToken.token_secret": "not used: no provider is connected",
    "wagtailadmin.FormState.data": "what an editor previews; Wagtail deletes it after a day",
    "wagtailcore.APIToken.key_hash": "not used: no token is given out",
    "wagtailcore.APIToken.name": "not used: no token is given out",
    "wagtailcore.Comment.text": "an editor's, on a page; goes with the page",
    "wagtailcore.CommentReply.text": "an editor's, on a page; goes with the page",
    "wagtailcore.ModelLogEntry.data": "what the team did, for audit; rows of families are called by their number",
    "wagtailcore.ModelLogEntry.label": "what the team did, for audit; rows of families are called by their number",
    "wagtailcore.PageLogEntry.data": "what the team did to pages, for audit",
    "wagtailcore.PageLogEntry.label": "a page's title",
    "wagtailcore.TaskState.comment": "an editor's, on a page; goes with the page",
    "wagtailforms.FormSubmission.form_data": "not used: no page type is a form",
    "wagtailusers.UserProfile.avatar": "goes with the account",
}

#: Of the packages: words of pages and names of things.
OF_NOBODY = {
    "auth.Group.name",
    "auth.Permission.codename",
    "auth.Permission.name",
    "contenttypes.ContentType.app_label",
    "taggit.Tag.name",
    "wagtail_localize.OverridableSegment.data_json",
    "wagtail_localize.SegmentOverride.data_json",
    "wagtail_localize.String.data",
    "wagtail_localize.StringTranslation.data",
    "wagtail_localize.StringTranslation.tool_name",
    "wagtailcore.Collection.name",
    "wagtailcore.Site.hostname",
    "wagtailcore.Site.site_name",
    "wagtailcore.Task.name",
    "wagtailcore.Workflow.name",
    "wagtailembeds.Embed.author_name",
    "wagtailembeds.Embed.provider_name",
    "wagtailimages.Rendition.focal_point_key",
}
