"""A made-up year of one business, what is true of it, and what the app says about it week by week."""
