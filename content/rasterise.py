"""Draws one SVG as PNG in a process of its own: `python rasterise.py WIDTH < picture.svg > picture.png`.

It knows nothing of Django and bounds itself before it reads, so that a hostile picture can neither
hang nor exhaust the process that asked for it.
"""

import resource
import sys

MEMORY = 1024 * 1024 * 1024
SECONDS = 10


def limit() -> None:
    for what, bound in [
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(what, (bound, bound))


def main() -> None:
    limit()
    import resvg_py  # after the limits, so that they bind it too

    svg = sys.stdin.buffer.read().decode("utf-8")
    png = resvg_py.svg_to_bytes(svg_string=svg, width=int(sys.argv[1]), dpi=96, background="#ffffff")
    sys.stdout.buffer.write(bytes(png))


if __name__ == "__main__":
    main()
