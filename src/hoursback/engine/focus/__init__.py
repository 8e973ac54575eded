"""Focus: the top three protected today, and fix or pay."""
