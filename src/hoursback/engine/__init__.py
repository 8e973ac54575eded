"""The functional core: plain Python that decides; no clock, disk, network or framework."""
