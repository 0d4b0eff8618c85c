"""The community over HTTP: files, and what the composer asks for while somebody writes."""

from academy.community.http import elsewhere, files, writing

routes = [*elsewhere.routes, *files.routes, *writing.routes]
