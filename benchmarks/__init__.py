"""Measures QuickScale against other generators. ``./qs bench`` runs it; see docs/benchmarks.md."""
