"""From files before and after to what differs: edits of the owner, patches, settings, tables."""
