"""What is known of libraries, each fact with its source."""
