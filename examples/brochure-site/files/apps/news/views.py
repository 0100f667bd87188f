"""The list of news and each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.news.models import Article

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Show the headlines that this visitor may follow."""
    articles = Article.objects.all()
    if not request.user.is_authenticated:
        articles = articles.filter(members_only=False)
    return render(request, "news/list.html", {"articles": articles})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article, to members alone where it is for them."""
    found = get_object_or_404(Article, slug=slug)
    if found.members_only and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "news/article.html", {"article": found})
