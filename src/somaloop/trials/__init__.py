"""Virtual trials: plan them, live them, analyse them, and say what they would conclude."""
