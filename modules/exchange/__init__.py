"""Questions on their way in and out: GIFT and Moodle XML. Nothing is saved here."""
