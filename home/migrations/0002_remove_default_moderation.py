"""Takes away what Wagtail gives every new site: two groups without members, and their moderation.

« Submit for moderation » locked an author out of their page, for a group in which nobody was. A group
or a workflow that somebody has put people in is somebody's, and stays.
"""

from django.db import migrations

DEFAULT_GROUPS = ["Moderators", "Editors"]


def remove_default_moderation(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    task = apps.get_model("wagtailcore", "GroupApprovalTask")
    workflow = apps.get_model("wagtailcore", "Workflow")
    unused = group.objects.filter(name__in=DEFAULT_GROUPS, user__isnull=True)
    dead_ends = [
        each.pk
        for each in task.objects.filter(groups__in=unused).distinct()
        if not each.groups.filter(user__isnull=False).exists()
    ]
    # Those that wait for such an approval go with their workflow: the author may write again.
    workflow.objects.filter(workflow_tasks__task__in=dead_ends).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(pk__in=dead_ends).delete()
    unused.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("accounts", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(remove_default_moderation, migrations.RunPython.noop, elidable=False)
    ]
