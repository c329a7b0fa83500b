"""What the scripts of a bundle do when they start its programs."""
