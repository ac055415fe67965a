"""What a writer wants: tolerances, questionnaire, decisions, welcome."""
