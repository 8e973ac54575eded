"""The calendar elsewhere: how it is spoken to, and how blocks and busy times go both ways."""
