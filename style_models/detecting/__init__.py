"""The error detector: a small encoder that reads every token once and says what looks wrong."""
