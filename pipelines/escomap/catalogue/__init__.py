"""Records of a catalogue file to typed courses, their texts and learning outcomes. No input or output here."""
