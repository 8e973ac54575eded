"""Readers of other products' exports: text in, entries and problems out."""
