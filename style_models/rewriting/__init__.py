"""Engines that propose rewrites, their prompts, decoding and modes."""
