"""From a composition to a project on the disk that runs: Python, server, database, e-mails."""
