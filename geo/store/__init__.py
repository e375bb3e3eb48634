"""Keep and pick events."""
