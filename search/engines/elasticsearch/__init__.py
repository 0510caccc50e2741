"""Elasticsearch: the only package that imports its client.

`cluster` says how long the servers may take, `questions` what they are asked, `generations` what they
keep, `comparing` where that is not what it should be; `engine` is what the rest of search sees.
"""

from search.engines.elasticsearch.engine import ElasticsearchEngine, elasticsearch_engine, forget_engines

__all__ = ["ElasticsearchEngine", "elasticsearch_engine", "forget_engines"]
