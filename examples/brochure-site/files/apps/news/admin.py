from __future__ import annotations

from django.contrib import admin

from apps.news.models import Article


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "published", "members_only")
    list_filter = ("members_only",)
    search_fields = ("title", "body")
    prepopulated_fields = {"slug": ("title",)}
