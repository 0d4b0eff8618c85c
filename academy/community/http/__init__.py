"""The community over HTTP: files, and what the composer asks for while somebody writes."""

from academy.community.http import files, writing

routes = [*files.routes, *writing.routes]
