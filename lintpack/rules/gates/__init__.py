"""What a plan must have before a rule is loaded and asked: cheap questions, which may not cost a finding."""
