"""How gunicorn serves Guildhall; gunicorn reads this file by itself when it starts in this folder."""

import os

wsgi_app = "config.wsgi"
pythonpath = "site"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"

# Threads share a process's memory; DATABASE_POOL has to hold a connection for each of them.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))

# A request that takes longer is cut off; one that runs when the server is told to stop may finish.
timeout = 60
graceful_timeout = 20
keepalive = 5
# A search with many filters has a long address; nginx takes as much.
limit_request_line = 8190
max_requests = 20_000
max_requests_jitter = 2_000

loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
control_socket_disable = True
