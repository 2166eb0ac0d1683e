# ruff: noqa: E501 - a table of searches reads best in long lines
"""Places, days and times in the text, names of providers, and searches without any place."""

from tests.search.judged.judging import BEST, Judged, Rule, has, named

_PA = has(kind="personal_assistant")
_ACTIVITY = "community_activity"
_SATURDAY, _SUNDAY, _WEEKEND = "sat", "sun", "sat sun"


def _place(text: str, meant: str, *best: Rule, **judgement: object) -> Judged:
    """A place in the text, and nothing in the box for it."""
    return Judged(text=text, near="", meant=meant, group="places", best=best, **judgement)  # type: ignore[arg-type]


def _when(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="times", best=best, **judgement)  # type: ignore[arg-type]


def _name(text: str, near: str, name: str, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="names", best=(named(name),), **judgement)  # type: ignore[arg-type]


def _anywhere(text: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near="", group="no place", best=best, anywhere=True, **judgement)  # type: ignore[arg-type]


PLACES = (
    _place("gardening near Devizes", "Devizes", has(support="gardening"), good=(has(support="allotment"),), planted={"green": BEST}),
    _place("swimming Melksham", "Melksham", has(support="swimming"), planted={"swimclub": BEST, "charity": 1}),
    _place("PA who speaks Somali in Bristol", "Bristol", has(kind="personal_assistant", language="somali"), fair=(has(language="somali"),), planted={"amina": BEST}),
    _place("PA in Hackney", "Hackney", _PA),
    _place("Trowbridge cleaner", "Trowbridge", has(support="cleaning"), good=(has(support="laundry"),), planted={"clean": BEST}),
    _place("dementia cafe Leeds", "Leeds", has(support="memory_activities", kind=_ACTIVITY), good=(has(group="dementia", kind=_ACTIVITY), has(support="memory_activities")), fair=(has(group="dementia"),)),
    _place("football in Exeter for disabled kids", "Exeter", has(says="football", group="disabled_children young_people"), good=(has(support="sport", group="disabled_children young_people"), has(says="football", kind=_ACTIVITY)), fair=(has(support="sport"), has(group="disabled_children", kind=_ACTIVITY))),
    _place("personal assistant BS5", "BS5", _PA, planted={"amina": BEST}),
    _place("carers support in Kendal", "Kendal", has(support="carers_support"), good=(has(group="carers"),), fair=(has(support="respite sitting_service"),)),
    _place("things to do in Skegness", "Skegness", has(kind=_ACTIVITY), good=(has(support="day_opportunities day_trips getting_out"),)),
    _place("bristol autism", "Bristol", has(group="autism")),
    _place("help to bath near Reading", "Reading", has(support="personal_care"), fair=(has(support="moving_handling live_in"),)),
    _place("men's shed in Manchester", "Manchester", has(support="woodwork", kind=_ACTIVITY), good=(has(support="woodwork"),)),
    _place("choir in Nottingham", "Nottingham", has(support="music_singing", kind=_ACTIVITY), good=(has(support="music_singing"),)),
    _place("wheelchair taxi near Wigan", "Wigan", has(support="wheelchair_transport"), good=(has(transport="wheelchair_vehicle"), has(support="driving"))),
    _place("advocacy Nottingham", "Nottingham", has(support="advocacy")),
    _place("night carer near me in Croydon", "Croydon", has(support="waking_night sleep_in"), good=(has(support="live_in"),)),
    _place("polish speaking carers Slough", "Slough", has(language="polish"), good=()),
    _place("lunch club around Dudley", "Dudley", has(support="social_group", says="lunch|dinner|pudding"), good=(has(support="social_group"),)),
    _place("direct payment help Newcastle upon Tyne", "Newcastle upon Tyne", has(support="direct_payment_support"), good=(has(support="employing_a_pa payroll managed_account"),)),
)  # fmt: skip

TIMES = (
    _when("saturday football", "Leeds", has(says="football", day="sat"), good=(has(says="football"), has(support="sport", day="sat")), fair=(has(support="sport"),)),
    _when("weekend PA", "Coventry", has(kind="personal_assistant", day="sat sun"), good=(_PA,)),
    _when("evening club for people with learning disabilities", "Hull", has(kind=_ACTIVITY, group="learning_disability", time="evening"), has(support="evenings_out", kind=_ACTIVITY), good=(has(kind=_ACTIVITY, group="learning_disability"),), fair=(has(group="learning_disability"),)),
    _when("monday lunch club", "Liverpool", has(support="social_group", says="lunch|dinner|pudding", day="mon"), good=(has(support="social_group", says="lunch|dinner|pudding"), has(support="social_group", day="mon"))),
    _when("sunday dinner company", "Bristol", has(support="companionship cooking_meals social_group", day="sun"), good=(has(support="companionship social_group cooking_meals"),)),
    _when("help in the mornings with washing and dressing", "Ipswich", has(support="personal_care", time="morning"), good=(has(support="personal_care"),)),
    _when("overnight carer", "Bromley", has(support="sleep_in waking_night"), good=(has(support="live_in"),)),
    _when("after school help for my autistic daughter", "Bromley", has(group="autism disabled_children", support="family_support childrens_activities respite"), good=(has(group="autism disabled_children young_people"),)),
    _when("tuesday coffee morning", "Derby", has(support="social_group", says="coffee|tea|cuppa", day="tue"), good=(has(support="social_group"),), fair=(has(kind=_ACTIVITY, day="tue"),)),
    _when("holiday club summer holidays", "Wakefield", has(support="childrens_activities"), good=(has(support="day_trips"), has(group="disabled_children", kind=_ACTIVITY)), fair=(has(group="disabled_children"),)),
)  # fmt: skip

NAMES = (
    _name("kirkstall coop", "Leeds", "Kirkstall Care Co-op"),
    _name("castle hill lifts", "Mere, Wiltshire", "Castle Hill Lifts"),
    _name("Nell", "Whitby", "Nell F."),
    _name("windrush kitchen", "Peckham", "Windrush elders' kitchen"),
    _name("speak up wilts", "Melksham", "Speak Up Wiltshire"),
    _name("silver harbour", "Humberston", "Silver Harbour Circle"),
    _name("brave hedgerow", "Lytham St Annes", "Brave Hedgerow Voices"),
    _name("emilys helpers", "Weybridge", "Emily's Helpers"),
    _name("good stepping stone", "Heswall", "Good Stepping Stone Help"),
    _name("steady ketle club", "Felling", "Steady Kettle Club"),
    _name("linda helping hands", "Crowborough", "Linda's Helping Hands"),
    _name("honeycomb trust carers", "Honiton", "Golden Honeycomb Trust"),
    _name("thimble cen", "Boreham, Essex", "Thimble Centre"),
    _name("magpie club", "Margate", "Magpie Club"),
)  # fmt: skip

NO_PLACE = (
    _anywhere("payroll service", has(support="payroll"), good=(has(support="managed_account"),)),
    _anywhere("national dementia helpline", has(group="dementia", support="information_advice"), good=(has(group="dementia"),), planted={"helpline": BEST}),
    _anywhere("online peer support for personal assistants", has(support="peer_support", access="online"), good=(has(support="training employing_a_pa"), has(support="peer_support", kind="support_organization")), fair=(has(support="peer_support"), _PA), planted={"paygroup": BEST}),
    _anywhere("direct payment", has(support="direct_payment_support"), good=(has(support="managed_account payroll employing_a_pa support_planning isf_provider"),), fair=(has(funding="direct_payment"),)),
    _anywhere("adapted surfing", has(says="surf"), planted={"waves": BEST}),
    _anywhere("training for PAs", has(support="training"), fair=(has(support="employing_a_pa"),)),
)  # fmt: skip

JUDGED = (*PLACES, *TIMES, *NAMES, *NO_PLACE)
