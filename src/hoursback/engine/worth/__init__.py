"""Worth: what an hour is worth, now and next."""
