"""The club's news: what anybody may read, and what is for members."""
