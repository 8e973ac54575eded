"""Tags of the cycle's templates."""
