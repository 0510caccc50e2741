"""Content security policies: one for our pages, one for the Wagtail admin."""

from csp.constants import NONCE, NONE, SELF

PAGES = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
}
"""What every page of ours may load: itself, and scripts that carry the answer's nonce."""

ADMIN = {
    **PAGES,
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "worker-src": [SELF, "blob:"],
}
"""The Wagtail editor writes inline scripts and styles; nothing comes from other hosts."""
