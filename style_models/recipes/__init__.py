"""How each weight was trained and measured. Each file is run as a module and writes the card."""
