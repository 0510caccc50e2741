"""Benchmarks and judged sets; none of it is part of the product."""
