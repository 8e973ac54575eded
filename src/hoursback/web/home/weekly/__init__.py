"""The weekly review: one page and one mail for an ISO week, composed from every step; and what its owner answered."""
