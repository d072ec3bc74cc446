"""A consultation form as one HTML page: opened from disk, filled in offline, its answers saved as a file."""

from __future__ import annotations

from escomap.consultation.form import CHOICES, LONGEST_ROLE, LONGEST_TEXT, Form
from escomap.exports.attribution import modification_statement
from escomap.exports.pages import render_page


def consultation_page(form: Form) -> bytes:
    """The page; the same form gives the same bytes."""
    return render_page(
        "consultation.html.j2",
        script_file="consultation.js",
        own_style="consultation.css",
        form=form,
        choices=CHOICES,
        longest_text=LONGEST_TEXT,
        longest_role=LONGEST_ROLE,
        paragraphs=[part.strip() for part in form.intro.split("\n\n") if part.strip()],
        modification=modification_statement(form.esco_version),
    )
