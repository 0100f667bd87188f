"""Changes of a folder of which all happens or nothing, even across a power cut.

Every new file is first written into ``.quickscale/local/journal`` as ``N.new``. Then
``journal.json``, which names what happens to each path, is put there in one step: from that moment
the change counts as made, and only renames are left. What stood at a path is kept as ``N.old``.

A process that dies before that step leaves files that nobody reads; one that dies later leaves
renames to do. ``recover`` removes the files, and finishes the renames where every file stands as
the process left it. Otherwise, as after ``git checkout .``, it takes the change back: it renames
``journal.json`` to ``undoing.json`` first, so that this can be interrupted and finished, too.

Commands that only read call ``interrupted``, and leave the journal as it is.
"""
