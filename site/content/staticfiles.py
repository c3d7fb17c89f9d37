"""Static files as production serves them: one style sheet, hashed names, compressed."""

import re

import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'^@import\s+"(?P<path>[^"]+)"(?:\s+layer\((?P<layer>[\w.]+)\))?;\s*$', re.MULTILINE)


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Put what ``css/site.css`` imports into it: one request instead of twenty at 400 ms each."""

    manifest_strict = True

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            storage, path = paths[BUNDLE]
            with storage.open(path) as file:
                css = IMPORT.sub(lambda match: self._imported(paths, match), file.read().decode())
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(rcssmin.cssmin(css).encode()))
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)

    def _imported(self, paths, match):
        storage, path = paths[f"css/{match['path'].removeprefix('./')}"]
        with storage.open(path) as file:
            css = file.read().decode().replace('url("../../', 'url("../')
        return f"@layer {match['layer']} {{\n{css}\n}}" if match["layer"] else css
