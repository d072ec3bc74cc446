"""Which keys the CTDL and CTDL-ASN classes of a course take here.

Facts of the Credential Transparency Description Language: its mapping guidance and terms (https://credreg.net/ctdl/terms,
https://credreg.net/ctdlasn/terms; releases of 2024-08-30 and 2025-09-26), and the JSON schemas Credential Engine keeps
for learning opportunities and competencies (CTDL_Json_Validation_Schema, Production_Schema). creditValue takes a
ValueProfile since 2020-10-31; the schemas are older than that.
"""

from __future__ import annotations

from escomap.exports.node_table import NodeTable

CONTEXTS = ("https://credreg.net/ctdl/schema/context/json", "https://credreg.net/ctdlasn/schema/context/json")
CONTEXT_FILES = {CONTEXTS[0]: "ctdl-context.json", CONTEXTS[1]: "ctdlasn-context.json"}

TABLE = NodeTable(
    root="graph",
    type_key="@type",
    untyped=("graph",),
    classes={
        "graph": {"@graph": "ceterms:Course ceterms:Organization ceasn:Competency"},
        "ceterms:Course": {
            "@id": "uri",
            "ceterms:name": "texts",
            "ceterms:description": "texts",
            "ceterms:codedNotation": "text",
            "ceterms:subjectWebpage": "uri",
            "ceterms:inLanguage": "language",
            "ceterms:offeredBy": "uri",
            "ceterms:audienceLevelType": "ceterms:CredentialAlignmentObject",
            "ceterms:instructionalProgramType": "ceterms:CredentialAlignmentObject",
            "ceterms:deliveryType": "ceterms:CredentialAlignmentObject",
            "ceterms:deliveryTypeDescription": "texts",
            "ceterms:creditValue": "ceterms:ValueProfile",
            "ceterms:estimatedDuration": "ceterms:DurationProfile",
            "ceterms:entryCondition": "ceterms:ConditionProfile",
            "ceterms:assessmentMethodDescription": "texts",
            "ceterms:teaches": "ceterms:CredentialAlignmentObject",
        },
        "ceterms:Organization": {"@id": "uri", "ceterms:name": "texts", "ceterms:address": "ceterms:Place"},
        "ceterms:Place": {"ceterms:addressCountry": "texts"},
        "ceterms:CredentialAlignmentObject": {
            "ceterms:framework": "uri",
            "ceterms:frameworkName": "texts",
            "ceterms:targetNode": "uri",
            "ceterms:targetNodeName": "texts",
            "ceterms:targetNodeDescription": "texts",
            "ceterms:codedNotation": "text",
        },
        "ceterms:ValueProfile": {"schema:value": "number", "schema:description": "texts"},
        "ceterms:DurationProfile": {"ceterms:description": "texts"},
        "ceterms:ConditionProfile": {"ceterms:description": "texts"},
        "ceasn:Competency": {
            "@id": "uri",
            "ceasn:competencyText": "texts",
            "ceasn:inLanguage": "language",
            "ceasn:alignTo": "uri",
        },
    },
    required={
        "ceterms:Course": ("@id", "ceterms:name"),
        "ceterms:Organization": ("@id", "ceterms:name"),
        "ceterms:CredentialAlignmentObject": ("ceterms:targetNode", "ceterms:targetNodeName"),
        "ceterms:ConditionProfile": ("ceterms:description",),
        "ceasn:Competency": ("@id", "ceasn:competencyText"),
    },
)
