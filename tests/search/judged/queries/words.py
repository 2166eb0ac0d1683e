# ruff: noqa: E501 - a table of searches reads best in long lines
"""Short forms, slips of the finger, plurals, words joined and split, and words typed by half."""

from tests.search.judged.judging import Judged, Rule, has

_PA = has(kind="personal_assistant")
_ACTIVITY = "community_activity"


def _short(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="short", best=best, **judgement)  # type: ignore[arg-type]


def _typo(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="typos", best=best, **judgement)  # type: ignore[arg-type]


def _form(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="forms", best=best, **judgement)  # type: ignore[arg-type]


SHORT = (
    _short("PMLD", "Sheffield", has(group="profound_disability"), good=(has(support="complex_care"),)),
    _short("ASD", "Exeter", has(group="autism")),
    _short(
        "EHCP", "Nottingham",
        has(group="disabled_children young_people", support="advocacy information_advice support_planning transition college family_support"),
        good=(has(group="disabled_children young_people"),),
    ),
    _short("ISF", "Norwich", has(support="isf_provider"), has(funding="individual_service_fund")),
    _short("PHB", "Oxford", has(funding="personal_health_budget"), good=(has(support="direct_payment_support"),)),
    _short("MS", "Derby", has(group="neurological_condition", says="multiple sclerosis|MS"), good=(has(group="neurological_condition"),)),
    _short("PIP form", "Wigan", has(support="forms_money"), good=(has(support="information_advice"),)),
    _short(
        "WAV", "Birmingham", has(support="wheelchair_transport"), has(transport="wheelchair_vehicle"),
        fair=(has(support="driving"),),
    ),
    _short("SEND activities", "Wandsworth", has(support="childrens_activities"), good=(has(group="disabled_children", kind=_ACTIVITY),), fair=(has(group="disabled_children"),)),
    _short("PBS", "Leeds", has(support="behaviour_support")),
    _short("ABI", "Birmingham", has(group="brain_injury")),
    _short("DBS checked PA", "Reading", has(kind="personal_assistant", check="dbs"), good=(_PA,)),
    _short(
        "CQC registered care", "Southwark",
        has(says=r"CQC|Care Quality", support="personal_care"),
        good=(has(support="personal_care", kind="micro_enterprise co_operative"),), fair=(has(support="personal_care"),),
    ),
    _short("MH support", "Hastings", has(group="mental_health")),
    _short("OT exercises", "York", has(support="exercise_physio"), fair=(has(support="gym_fitness handyperson"),)),
    _short("LGBT", "Exeter", has(culture="lgbt")),
)  # fmt: skip

TYPOS = (
    _typo("alzhiemers", "Norwich", has(group="dementia"), good=(has(support="memory_activities"),)),
    _typo("autisim", "Plymouth", has(group="autism")),
    _typo("befreinding", "Derby", has(support="befriending"), good=(has(support="companionship"),)),
    _typo("wheelchiar transport", "Leeds", has(support="wheelchair_transport"), good=(has(transport="wheelchair_vehicle"),)),
    _typo("companianship", "Kendal", has(support="companionship befriending"), good=(has(support="social_group"),)),
    _typo("advacacy", "Truro", has(support="advocacy")),
    _typo("lerning disabilty", "Hull", has(group="learning_disability profound_disability")),
    _typo("counciling", "Camden", has(support="counselling"), good=(has(support="befriending peer_support"),)),
    _typo("respit care", "Doncaster", has(support="respite sitting_service")),
    _typo("parkinsins", "Bournemouth", has(says="parkinson"), good=(has(group="neurological_condition"),)),
    _typo("epilepsey", "Coventry", has(support="epilepsy_support"), good=(has(says="epilep|seizure"), has(group="neurological_condition"))),
    _typo("hairdreser", "Bolton", has(support="hair_nails")),
    _typo("dimentia day center", "Liverpool", has(group="dementia", support="day_opportunities memory_activities"), good=(has(group="dementia", kind=_ACTIVITY), has(support="day_opportunities")), fair=(has(group="dementia"),)),
    _typo("trasport to hospital", "Ludlow", has(support="driving wheelchair_transport"), has(support="appointments", transport="own_car"), good=(has(support="appointments"), has(transport="own_car"))),
    _typo("payrol", "Maidstone", has(support="payroll"), good=(has(support="managed_account"),), anywhere=True),
    _typo("gaurdian angels cleaning", "Hove", has(support="cleaning"), fair=(has(support="laundry"),)),
)  # fmt: skip

FORMS = (
    _form("day centre", "Huddersfield", has(support="day_opportunities"), good=(has(support="social_group", kind=_ACTIVITY),)),
    _form("daycentre", "Huddersfield", has(support="day_opportunities"), good=(has(support="social_group", kind=_ACTIVITY),)),
    _form("lunch clubs", "Liverpool", has(support="social_group", says="lunch|dinner|pudding"), good=(has(support="social_group"),)),
    _form("sleepin", "Walsall", has(support="sleep_in"), good=(has(support="waking_night live_in"),)),
    _form("sleep ins", "Walsall", has(support="sleep_in"), good=(has(support="waking_night live_in"),)),
    _form("livein carer", "Guildford", has(support="live_in"), fair=(has(support="sleep_in"),)),
    _form("choirs", "Cambridge", has(support="music_singing", says="choir|sing"), good=(has(support="music_singing"),)),
    _form("handy man", "Chester", has(support="handyperson"), fair=(has(support="gardening decluttering"),)),
    _form("club for youths", "Lambeth", has(support="childrens_activities", title="youth|young|teen"), has(group="young_people", kind=_ACTIVITY, support="social_group childrens_activities"), good=(has(support="childrens_activities"), has(group="young_people", kind=_ACTIVITY)), fair=(has(group="young_people"),)),
    _form("dement", "Stoke-on-Trent", has(group="dementia"), good=(has(support="memory_activities"),)),
    _form("wheelch", "Barnsley", has(support="wheelchair_transport"), has(says="wheelchair"), has(transport="wheelchair_vehicle"), good=(has(access="wheelchair"),)),
    _form("befri", "Leicester", has(support="befriending"), good=(has(support="companionship"),)),
    _form("hydrother", "Birmingham", has(says="hydro|warm water|warm-water|warm pool"), good=(has(support="swimming"),)),
    _form("assistants personal", "Grantham", has(kind="personal_assistant")),
    _form("carers' groups", "Peterborough", has(support="carers_support", kind="community_activity support_organization"), good=(has(group="carers"), has(support="carers_support"))),
    _form("home-help", "Taunton", has(support="cleaning"), good=(has(support="laundry shopping cooking_meals"),)),
    _form("pottery classes", "Bath", has(says="potter|clay|ceramic"), good=(has(support="arts_crafts"),)),
    _form("micro enterprises", "Wells, Somerset", has(kind="micro_enterprise")),
)  # fmt: skip

JUDGED = (*SHORT, *TYPOS, *FORMS)
