"""Everything that touches the outside or runs for ever: loops, networks, surfaces, web, playground."""
