"""Which keys a course of the Open Education API takes here. Facts of its OpenAPI document, version 5.0."""

from __future__ import annotations

from escomap.exports.node_table import NodeTable

API_FILE = "ooapi_v5_openapi.json"

TABLE = NodeTable(
    root="Course",
    type_key="",
    classes={
        "Course": {
            "courseId": "text",
            "primaryCode": "IdentifierEntry",
            "name": "LanguageTypedString",
            "abbreviation": "text",
            "studyLoad": "StudyLoadDescriptor",
            "modeOfDelivery": "text",
            "description": "LanguageTypedString",
            "teachingLanguage": "text",
            "fieldsOfStudy": "text",
            "learningOutcomes": "LanguageTypedString",
            "admissionRequirements": "LanguageTypedString",
            "assessment": "LanguageTypedString",
            "level": "text",
            "link": "uri",
            "organization": "Organization",
            "ext": "Ext",
        },
        "IdentifierEntry": {"codeType": "text", "code": "text"},
        "LanguageTypedString": {"language": "language", "value": "text"},
        "StudyLoadDescriptor": {"studyLoadUnit": "text", "value": "number"},
        "Organization": {
            "organizationId": "text",
            "primaryCode": "IdentifierEntry",
            "organizationType": "text",
            "name": "LanguageTypedString",
            "shortName": "text",
            "addresses": "Address",
        },
        "Address": {"addressType": "text", "countryCode": "text"},
        "Ext": {"escomap": "anything"},
    },
    required={
        "Course": ("courseId", "primaryCode", "name", "abbreviation", "description", "teachingLanguage", "level"),
        "IdentifierEntry": ("codeType", "code"),
        "Organization": ("organizationId", "primaryCode", "organizationType", "name", "shortName"),
        "Address": ("addressType",),
        "LanguageTypedString": ("value",),
        "StudyLoadDescriptor": ("studyLoadUnit", "value"),
    },
)
