"""From a body, people and protocols to numbers."""
