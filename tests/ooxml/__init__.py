"""Tests of the engine on packages."""
