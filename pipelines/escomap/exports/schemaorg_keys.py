"""Which keys the schema.org classes of a course take here, with the types their ranges allow.

Facts of the schema.org vocabulary (release 29.0, https://schema.org/docs/developers.html): domain and range of each
property, those of the classes above included. ``teaches`` and ``educationalLevel`` stand on LearningResource, of which
Course is one; ``value`` and ``unitText`` stand on QuantitativeValue and not on StructuredValue, of which it is one.
"""

from __future__ import annotations

from escomap.exports.node_table import NodeTable

CONTEXT = "https://schema.org"
CONTEXT_FILE = "schemaorgcontext.jsonld"

_THING = {"@id": "uri", "name": "text tagged", "description": "text tagged", "url": "uri"}

TABLE = NodeTable(
    root="Course",
    type_key="@type",
    classes={
        "Course": _THING
        | {
            "courseCode": "text",
            "coursePrerequisites": "text tagged",
            "educationalCredentialAwarded": "text",
            "hasCourseInstance": "CourseInstance",
            "numberOfCredits": "QuantitativeValue",
            "about": "DefinedTerm",
            "creditText": "text",
            "educationalLevel": "DefinedTerm",
            "inLanguage": "language",
            "provider": "Organization",
            "teaches": "text tagged DefinedTerm",
            "timeRequired": "duration",
        },
        "CourseInstance": _THING | {"courseMode": "text", "courseWorkload": "duration", "inLanguage": "language"},
        "DefinedTerm": _THING | {"termCode": "text", "inDefinedTermSet": "uri"},
        "QuantitativeValue": _THING | {"value": "number", "unitText": "text"},
        "Organization": _THING | {"address": "PostalAddress"},
        "PostalAddress": _THING | {"addressCountry": "text"},
    },
    required={
        "Course": ("@id", "name"),
        "DefinedTerm": ("@id", "name", "url", "inDefinedTermSet"),
        "QuantitativeValue": ("value", "unitText"),
        "Organization": ("name",),
    },
)
