"""What several rules ask of a plan or a bundle, and how they say it."""
