"""What would go wrong for a learner if a page were published. Pure rules."""
