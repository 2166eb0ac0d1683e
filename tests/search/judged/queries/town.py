# ruff: noqa: E501 - a table of searches reads best in long lines
"""Searches near Melksham, where most planted listings are: those that the first version was judged by.

The first two planted names were held to be the best; made-up listings round the town that would do as well are
judged by rules beside them.
"""

from tests.search.judged.judging import BEST, GOOD, Judged, Rule, has

_MILES = 15.0
_PA = has(kind="personal_assistant")
_GOES_SWIMMING = has(kind="personal_assistant micro_enterprise", support="swimming")
_SWIMMING = (has(main="swimming"), has(title="swim"))
_CARE = has(support="personal_care", kind="micro_enterprise co_operative")
_NIGHT = has(support="waking_night sleep_in", group="older_people dementia")
_LD = has(group="learning_disability profound_disability")
_LD_CLUB = has(group="learning_disability profound_disability", kind="community_activity")
_DP = has(support="direct_payment_support")
_DP_OTHER = has(support="managed_account payroll employing_a_pa isf_provider support_planning")
_SIGNS = has(language="bsl")
_SIGNS_OTHER = has(access="bsl_interpreted"), has(group="hearing_loss deafblind"), has(language="sse makaton")
_DEMENTIA = has(group="dementia")
_MEMORY = has(support="memory_activities", kind="community_activity")
_COOP = has(kind="co_operative")
_EXERCISE = has(support="exercise_physio")
_FORMS = has(support="forms_money")
_GARDEN = has(support="gardening")
_COOK = has(support="cooking_meals")
_CLEAN = has(support="cleaning")
_SHED = has(support="woodwork", kind="community_activity")
_WALK = has(support="walking", kind="community_activity co_operative")
_ART = has(support="arts_crafts", kind="community_activity")
_RESPITE = has(support="respite sitting_service", group="disabled_children carers")
_ADVOCACY = has(support="advocacy")
_ANXIOUS = (
    has(group="mental_health", says=r"\banxi|low mood|worr"),
    has(group="mental_health", support="counselling"),
)


def _ask(
    text: str,
    names: str,
    group: str = "words",
    best: tuple[Rule, ...] = (),
    good: tuple[Rule, ...] = (),
    fair: tuple[Rule, ...] = (),
) -> Judged:
    planted = {name: BEST if place < 2 else GOOD for place, name in enumerate(names.split())}
    return Judged(text=text, within=_MILES, group=group, planted=planted, best=best, good=good, fair=fair)


JUDGED = (
    _ask("swimming", "swimclub ben", best=(*_SWIMMING, _GOES_SWIMMING), good=(has(support="swimming"),)),
    _ask("someone to take me swimming", "ben swimclub", "needs", (_GOES_SWIMMING,), (has(support="swimming"),)),
    _ask("swiming", "swimclub ben", "typos", (*_SWIMMING, _GOES_SWIMMING), (has(support="swimming"),)),
    _ask("swimmign club", "swimclub", "typos", _SWIMMING, (has(support="swimming"),)),
    _ask("grabrails", "rails", "forms", (has(main="handyperson"),), (has(support="handyperson"),)),
    _ask("grab rail", "rails", "forms", (has(main="handyperson"),), (has(support="handyperson"),)),
    _ask("grab rails fitted", "rails", "words", (has(main="handyperson"),), (has(support="handyperson"),)),
    _ask("home care", "homecare coop anna", "words", (_CARE,), (has(support="personal_care"),)),
    _ask("homecare", "homecare coop", "forms", (_CARE,), (has(support="personal_care"),)),
    _ask("PA", "anna tom ben mary", "short", (_PA,)),
    _ask("personal assistant", "anna tom ben mary ruth", "words", (_PA,)),
    _ask("persnal asistant", "anna tom ben mary ruth", "typos", (_PA,)),
    _ask("PA who speaks Somali", "hodan", "languages", (has(kind="personal_assistant", language="somali"),)),
    _ask("somali", "hodan", "languages", (has(language="somali"), has(culture="somali_culture"))),
    _ask("LD", "swimclub advocacy garden ben", "short", (_LD,)),
    _ask("LD club", "swimclub youth", "short", (_LD_CLUB,), (_LD,)),
    _ask("DP", "advice payroll", "short", (_DP,), (_DP_OTHER,)),
    _ask("DP advice", "advice", "short", (_DP,), (_DP_OTHER,)),
    _ask("direct payments", "advice payroll", "words", (_DP,), (_DP_OTHER,)),
    _ask("BSL", "ruth deafclub", "short", (_SIGNS,), _SIGNS_OTHER),
    _ask("sign language", "ruth deafclub", "words", (_SIGNS,), _SIGNS_OTHER),
    _ask(
        "deaf club", "deafclub", "words",
        (has(group="hearing_loss", kind="community_activity", language="bsl"),),
        (has(group="hearing_loss deafblind", kind="community_activity"),),
        (has(group="hearing_loss deafblind"),),
    ),
    _ask("makaton", "signing", "languages", (has(language="makaton"),), (has(support="communication"),)),
    _ask("dementia", "memory mary", "words", (_DEMENTIA,), (has(support="memory_activities"),)),
    _ask("demensia", "memory mary", "typos", (_DEMENTIA,), (has(support="memory_activities"),)),
    _ask("dementia cafe", "memory", "words", (_MEMORY,), (has(group="dementia", kind="community_activity"),), (_DEMENTIA,)),
    _ask("memory cafe", "memory", "words", (_MEMORY,), (has(group="dementia", kind="community_activity"),), (_DEMENTIA,)),
    _ask(
        "someone to sit with mum at night", "mary", "needs",
        (_NIGHT,),
        (has(support="waking_night sleep_in live_in"), has(support="sitting_service", group="older_people dementia")),
        (has(support="sitting_service respite"),),
    ),
    _ask(
        "night sitter", "mary", "needs",
        (has(support="waking_night sleep_in"),),
        (has(support="live_in sitting_service"),),
    ),
    _ask(
        "football for my autistic son", "football joe", "needs",
        (has(says="football", group="autism disabled_children"),),
        (has(support="sport", group="autism disabled_children"), has(says="football")),
        (has(support="sport"), has(support="childrens_activities", group="autism")),
    ),
    _ask(
        "autism", "football joe travel farm", "words",
        (has(group="autism"),), (has(access="autism_friendly low_sensory"),),
    ),
    _ask("gardening", "green garden", "words", (_GARDEN,), (has(support="allotment"),), (has(says="garden"),)),
    _ask("gardner", "green garden", "typos", (_GARDEN,), (has(support="allotment"),), (has(says="garden"),)),
    _ask("gard", "green garden", "forms", (_GARDEN,), (has(support="allotment"),), (has(says="garden"),)),
    _ask("help with forms", "benefits advice", "needs", (_FORMS,), (has(support="information_advice"),)),
    _ask("cooking", "meals hodan priya farm", "words", (_COOK,), (has(support="cookery_group"),), (has(says="cook"),)),
    _ask("halal", "hodan", "languages", (has(culture="halal"), has(says="halal")), (has(culture="muslim"),)),
    _ask("cleaner", "clean priya", "words", (_CLEAN,), (has(support="laundry"),)),
    _ask("co-operative", "coop farm", "forms", (_COOP,)),
    _ask("cooperative", "coop farm", "forms", (_COOP,)),
    _ask("phisiotheropy", "physio", "typos", (_EXERCISE,), (has(says="physio"),)),
    _ask("physiotherapist", "physio", "words", (_EXERCISE,), (has(says="physio"),)),
    _ask("pyhsio", "physio", "typos", (_EXERCISE,), (has(says="physio"),)),
    _ask("payroll", "payroll", "words", (has(support="payroll"),), (has(support="managed_account"),)),
    _ask("advocate", "advocacy", "words", (_ADVOCACY,)),
    _ask("mens shed", "shed", "forms", (_SHED,), (has(support="woodwork"),)),
    _ask("men's shed", "shed", "forms", (_SHED,), (has(support="woodwork"),)),
    _ask("wheelchair dancing", "dance", "words", (has(support="dance", says="wheelchair"),), (has(support="dance"),)),
    _ask("wheelchair van", "tom", "words", (has(support="wheelchair_transport"), has(transport="wheelchair_vehicle"))),
    _ask("dog walking", "dogs", "words", (has(support="pet_care"),)),
    _ask("walking group", "walk", "words", (_WALK,), (has(support="walking"),)),
    _ask(
        "respite for parents", "respite", "needs",
        (_RESPITE,), (has(support="respite sitting_service"),), (has(support="family_support carers_support"),),
    ),
    _ask(
        "lunch club", "lunch", "words",
        (has(support="social_group", says="lunch|dinner"),), (has(support="social_group"),),
    ),
    _ask("art classes", "art", "words", (_ART,), (has(support="arts_crafts"),)),
    _ask("unpaid carers", "carers", "words", (has(support="carers_support"),), (has(group="carers"),)),
    _ask("computer lessons", "tech", "words", (has(support="digital_skills"),), (has(support="assistive_technology"),)),
    _ask("hairdresser at home", "hair", "words", (has(support="hair_nails"),)),
    _ask("learn to use the bus", "travel", "needs", (has(support="travel_training"),), (has(transport="public_transport"),)),
    _ask(
        "care farm", "farm", "words",
        (has(says="farm", support="outdoors animals day_opportunities allotment"),), (has(support="outdoors animals"),),
    ),
    _ask("job in a cafe", "work", "needs", (has(support="employment"),), (has(support="volunteering college"),)),
    _ask("anxiety", "sam art", "words", _ANXIOUS, (has(group="mental_health"),)),
    _ask("honeysuckle", "homecare", "names"),
)  # fmt: skip
