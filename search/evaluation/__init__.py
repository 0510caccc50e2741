"""How well the engines rank: judged sets, measures, and a reference to stand beside."""
