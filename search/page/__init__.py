"""The parts of the results page: addresses, labels, facets, chips, rows, and help when nothing is found."""
