# ruff: noqa: E501 - a table of searches reads best in long lines
"""Languages and cultures, family, and who it should be."""

from tests.search.judged.judging import BEST, Judged, Rule, has

_ACTIVITY = "community_activity"


def _language(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="languages", best=best, **judgement)  # type: ignore[arg-type]


def _family(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="family", best=best, **judgement)  # type: ignore[arg-type]


LANGUAGES = (
    _language("urdu speaking carer", "Bradford, West Yorkshire", has(language="urdu", kind="personal_assistant"), has(language="urdu", support="personal_care"), good=(has(language="urdu"),)),
    _language("polish PA", "Reading", has(language="polish", kind="personal_assistant"), good=(has(language="polish"),)),
    _language("punjabi", "Wolverhampton", has(language="punjabi")),
    _language("someone who signs", "Derby", has(language="bsl"), good=(has(language="sse makaton"), has(group="hearing_loss deafblind", support="communication")), fair=(has(group="hearing_loss deafblind"),)),
    _language("gujarati vegetarian cooking", "Leicester", has(language="gujarati", support="cooking_meals"), has(culture="vegetarian asian_food", support="cooking_meals"), good=(has(language="gujarati"), has(support="cooking_meals"))),
    _language("halal meals", "Birmingham", has(culture="halal", support="cooking_meals"), good=(has(culture="halal"),), fair=(has(support="cooking_meals"),)),
    _language("jewish carer", "Hendon", has(culture="jewish", kind="personal_assistant"), has(culture="jewish", support="personal_care"), good=(has(culture="jewish kosher"),)),
    _language("muslim lady to help mum", "Luton", has(culture="muslim", gender="female"), good=(has(culture="muslim"),)),
    _language("caribbean lunch club", "Peckham", has(culture="caribbean african_caribbean_food", support="social_group"), good=(has(culture="caribbean african_caribbean_food", kind=_ACTIVITY), has(support="social_group", says="lunch|dinner")), fair=(has(culture="caribbean african_caribbean_food"),), planted={"windrush": BEST}),
    _language("chinese elders", "Manchester", has(culture="chinese", group="older_people"), has(language="cantonese mandarin", group="older_people"), good=(has(culture="chinese"), has(language="cantonese mandarin"))),
    _language("gay friendly carer", "Brighton", has(culture="lgbt", kind="personal_assistant"), has(culture="lgbt", support="personal_care"), good=(has(culture="lgbt"),)),
    _language("bengali women's group", "Tower Hamlets", has(language="bengali", support="social_group peer_support"), has(culture="south_asian", support="social_group peer_support", gender="female"), good=(has(language="bengali", kind=_ACTIVITY), has(culture="south_asian", kind=_ACTIVITY)), fair=(has(language="bengali"),)),
    _language("veterans", "Portsmouth", has(culture="armed_forces"), has(says="veteran|armed forces")),
    _language("portuguese speaking personal assistant", "Cambridge", has(language="portuguese", kind="personal_assistant"), good=(has(language="portuguese"),)),
    _language("farsi", "Ealing", has(language="persian"), fair=(has(culture="middle_eastern"), has(language="dari"))),
    _language("turkish speaking help at home", "Enfield", has(language="turkish", support="personal_care cleaning cooking_meals companionship laundry shopping live_in home_from_hospital"), good=(has(language="turkish"),)),
    _language("carer who can pray with my father in arabic", "Brent", has(language="arabic", support="faith_support"), has(language="arabic", culture="muslim"), good=(has(language="arabic"),), fair=(has(culture="muslim"),)),
    _language("deafblind manual", "Bolton", has(language="deafblind_manual"), good=(has(group="deafblind"),)),
    _language("easy read", "Bristol", has(language="easy_read"), good=(has(access="large_print"),)),
    _language("somali mums group autism", "Bristol", has(language="somali", kind=_ACTIVITY), has(culture="somali_culture", kind=_ACTIVITY), good=(has(language="somali"), has(culture="somali_culture")), fair=(has(group="autism", support="carers_support peer_support"),), planted={"ifrah": BEST}),
    _language("romanian", "Northampton", has(language="romanian")),
    _language("hindu temple", "Harrow", has(culture="hindu", support="faith_support"), good=(has(culture="hindu"),), fair=(has(support="faith_support"),)),
)  # fmt: skip

FAMILY = (
    _family("nan has dementia and lives alone", "Croydon", has(group="dementia", support="companionship sitting_service befriending personal_care live_in memory_activities"), good=(has(group="dementia"),), fair=(has(group="older_people", support="companionship befriending"),)),
    _family("grandad won't wash", "Barrow-in-Furness", has(support="personal_care", group="older_people dementia"), good=(has(support="personal_care"),)),
    _family("company for my gran", "Chesterfield", has(support="companionship befriending", group="older_people dementia"), good=(has(support="companionship befriending"), has(support="social_group", group="older_people")), fair=(has(support="social_group"),)),
    _family("dad has parkinsons", "Colchester", has(says="parkinson"), has(group="neurological_condition", support="personal_care exercise_physio companionship")
            , good=(has(group="neurological_condition"),)),
    _family("my lad has adhd", "Middlesbrough", has(group="adhd"), fair=(has(group="disabled_children young_people autism"),)),
    _family("live in care for mother in law", "Winchester", has(support="live_in"), fair=(has(support="sleep_in waking_night"),)),
    _family("brother with downs syndrome wants a girlfriend", "Preston", has(support="relationships", group="learning_disability"), has(support="relationships"), good=(has(group="learning_disability", support="social_group peer_support evenings_out"),), fair=(has(group="learning_disability"), has(support="social_group"))),
    _family("kids club", "Milton Keynes", has(support="childrens_activities"), good=(has(group="disabled_children", kind=_ACTIVITY),)),
    _family("help with disabled toddler at home", "Salford", has(support="family_support"), good=(has(group="disabled_children", kind="personal_assistant micro_enterprise co_operative"),), fair=(has(group="disabled_children"),)),
    _family("male carer for teenage son", "Preston", has(gender="male", group="young_people disabled_children"), good=(has(gender="male", kind="personal_assistant"), has(group="young_people disabled_children", kind="personal_assistant")), fair=(has(kind="personal_assistant"), has(group="young_people disabled_children"))),
    _family("female PA", "Lewisham", has(gender="female", kind="personal_assistant"), good=(has(kind="personal_assistant"),)),
    _family("young carers", "Stockton-on-Tees", has(group="carers", says="young"), has(support="carers_support", group="young_people disabled_children carers"), good=(has(group="carers"),), fair=(has(group="young_people"),)),
    _family("sitter for disabled child", "Wandsworth", has(support="sitting_service respite", group="disabled_children"), has(support="family_support"), good=(has(support="sitting_service respite"), has(group="disabled_children", kind="personal_assistant micro_enterprise")), fair=(has(group="disabled_children"),)),
    _family("elderly parents need a cleaner", "Harrogate", has(support="cleaning", group="older_people"), good=(has(support="cleaning"),), fair=(has(support="laundry shopping"),)),
    _family("PA who drives", "Ludlow", has(kind="personal_assistant", transport="driver own_car"), good=(has(kind="personal_assistant"),)),
)  # fmt: skip

JUDGED = (*LANGUAGES, *FAMILY)
