"""What mail programs, adverts and social networks add to an address to learn where a click came from."""

from urllib.parse import unquote_plus

# Our own: the signed token that a link in search results carries (views/search_counting.py)
FROM_SEARCH = "found"
# Each tool has a family: utm_source, utm_medium; pk_campaign; mc_cid; _hsenc ...
_FAMILIES = ("utm", "pk_", "mtm_", "piwik_", "matomo_", "mc_", "hsa_", "_hs", "oly_", "vero_", "sfmc_", "fb_", "at_")
_NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid twclid ttclid li_fat_id igsh
    igshid yclid ysclid _openstat epik scclid sccid rdt_cid rb_clickid s_cid s_kwcid ef_id mkt_tok hsctatracking _ga
    _gl _ke _branch_match_id ml_subscriber ml_subscriber_hash wickedid irclickid cjevent ref_src ref_url trk spm si
    """.split()
)


def without(query: str) -> str:
    """Return `query`, as it stands in an address, without its tracking parameters: "utm=1&page=2" becomes "page=2".

    All that is left stays letter for letter, also what no page of ours knows.
    """
    return "&".join(part for part in query.split("&") if not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    name = unquote_plus(part.partition("=")[0]).lower()
    return name == FROM_SEARCH or name in _NAMES or name.startswith(_FAMILIES)
