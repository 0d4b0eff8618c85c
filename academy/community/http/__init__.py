"""The community over HTTP: files, and what the composer asks for while somebody writes."""

from academy.community.http import elsewhere, files, finding, writing

routes = [*elsewhere.routes, *files.routes, *finding.routes, *writing.routes]
