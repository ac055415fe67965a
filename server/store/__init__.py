"""What the program keeps: writers with their samples, answers and decisions, rewrites, clients."""
