"""The command line: read a file, call the engine, print."""
