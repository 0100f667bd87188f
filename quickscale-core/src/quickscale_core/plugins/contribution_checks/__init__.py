"""Whether contributions hold what they may.

What a plugin's hook answered goes in; a sentence for every wrong field comes out.
"""
