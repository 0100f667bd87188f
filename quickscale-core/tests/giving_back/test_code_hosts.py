from __future__ import annotations

import pytest
from quickscale_core.giving_back.code_hosts import compare_url

GITHUB = "https://github.com/acme/shop/compare/main...from-a-auth?expand=1"
GITLAB = (
    "https://gitlab.com/group/sub/shop/-/merge_requests/new"
    "?merge_request%5Bsource_branch%5D=from-a-auth&merge_request%5Btarget_branch%5D=main"
)
BITBUCKET = "https://bitbucket.org/acme/shop/pull-requests/new?source=from-a-auth&dest=main"
CODEBERG = "https://codeberg.org/acme/shop/compare/main...from-a-auth"


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("git@github.com:acme/shop.git", GITHUB),
        ("github.com:acme/shop", GITHUB),
        ("ssh://git@github.com/acme/shop.git", GITHUB),
        ("ssh://git@ssh.github.com:443/acme/shop.git", GITHUB),
        ("https://github.com/acme/shop", GITHUB),
        ("https://github.com/acme/shop.git/", GITHUB),
        ("https://www.github.com/acme/shop", GITHUB),
        ("https://ada:s3cret@github.com/acme/shop.git", GITHUB),
        ("git@gitlab.com:group/sub/shop.git", GITLAB),
        ("https://gitlab.com/group/sub/shop.git", GITLAB),
        ("git@bitbucket.org:acme/shop.git", BITBUCKET),
        ("https://ada@bitbucket.org/acme/shop.git", BITBUCKET),
        ("ssh://git@codeberg.org/acme/shop.git", CODEBERG),
        ("https://codeberg.org/acme/shop.git", CODEBERG),
        ("git@git.example.org:acme/shop.git", ""),
        ("https://github.com.example.org/acme/shop.git", ""),
        ("https://github.com/", ""),
        ("https://[broken/acme/shop", ""),
        ("/srv/git/github.com/acme/shop.git", ""),
        ("../shop", ""),
        (r"C:\git\shop", ""),
        ("", ""),
    ],
)
def test_the_page_of_each_host(remote: str, expected: str) -> None:
    assert compare_url(remote, "main", "from-a-auth") == expected


def test_odd_branches_are_quoted() -> None:
    url = compare_url("git@codeberg.org:acme/shop.git", "release/1 & 2", "from-a?b")
    assert url == "https://codeberg.org/acme/shop/compare/release%2F1%20%26%202...from-a%3Fb"
