"""Static files as production serves them: one style sheet for a page, hashed names, compressed."""

import re

import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: The site's own, and the little that the agenda in a frame of another site needs.
BUNDLES = ["css/site.css", "css/embed.css"]
IMPORT = re.compile(r'^@import\s+"(?P<path>[^"]+)"(?:\s+layer\((?P<layer>[\w.]+)\))?;\s*$', re.MULTILINE)


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Put what the sheets of ``BUNDLES`` import into them: one request instead of twenty at 400 ms each."""

    manifest_strict = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            joined = {name: self._joined(paths, name) for name in BUNDLES if name in paths}
            for name, css in joined.items():
                self.delete(name)
                self._save(name, ContentFile(rcssmin.cssmin(css).encode()))
            paths = {**paths, **{name: (self, name) for name in joined}}
        yield from super().post_process(paths, dry_run, **options)

    def _joined(self, paths, name):
        return IMPORT.sub(lambda match: self._imported(paths, match), _read(paths, name))

    def _imported(self, paths, match):
        css = _read(paths, f"css/{match['path'].removeprefix('./')}").replace('url("../../', 'url("../')
        return f"@layer {match['layer']} {{\n{css}\n}}" if match["layer"] else css


def _read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
