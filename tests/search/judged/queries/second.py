# ruff: noqa: E501 - a table of searches reads best in long lines
"""Searches by a second reader, who had seen neither the thesaurus nor what any search finds."""

from tests.search.judged.judging import Judged, Rule, has

_ACTIVITY = "community_activity"
_HOME = "personal_assistant micro_enterprise co_operative"
_ADVICE = "information_advice direct_payment_support"


def _said(text: str, near: str, *best: Rule, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="second reader", best=best, **judgement)  # type: ignore[arg-type]


PEOPLE = (
    _said("cant get out of the bath anymore need help", "Swindon", has(support="personal_care"), has(support="moving_handling", group="older_people physical_disability"), good=(has(support="moving_handling"), has(support="handyperson", says="grab rail")), fair=(has(support="assistive_technology", says="bath"), has(support="handyperson"))),
    _said("i want to make friends", "Nottingham", has(support="relationships"), has(support="social_group"), good=(has(support="befriending companionship peer_support"),), fair=(has(kind=_ACTIVITY),)),
    _said("someone to come to the pub with me", "Leeds", has(support="evenings_out"), good=(has(support="getting_out"),), fair=(has(support="companionship befriending"),)),
    _said("fed up of being stuck indoors", "Hull", has(support="getting_out"), good=(has(support="day_trips companionship befriending social_group outdoors walking evenings_out"),), fair=(has(kind=_ACTIVITY), has(support="driving"))),
    _said("lift to dialysis 3 times a week", "Stoke-on-Trent", has(support="driving wheelchair_transport", main="driving wheelchair_transport"), has(support="driving", says="hospital|dialysis|appointment"), good=(has(support="driving wheelchair_transport"), has(support="appointments", transport="driver own_car wheelchair_vehicle")), fair=(has(support="appointments"),)),
    _said("wheelchair taxi", "Sunderland", has(support="wheelchair_transport"), has(transport="wheelchair_vehicle", support="driving"), good=(has(transport="wheelchair_vehicle"),), fair=(has(support="driving"),)),
    _said("cook me a proper dinner", "Doncaster", has(support="cooking_meals"), good=(has(support="cookery_group"),), fair=(has(support="eating_drinking shopping"),)),
    _said("learn to cook for myself", "Exeter", has(support="cookery_group"), has(support="daily_living_skills", says="cook"), good=(has(support="daily_living_skills"),), fair=(has(support="cooking_meals"),)),
    _said("dont understand my pip letter", "Wigan", has(support="forms_money"), has(support="information_advice", says="benefit"), good=(has(support="information_advice advocacy"),), anywhere=True),
    _said("help filling in attendance allowance", "Norwich", has(support="forms_money"), has(support="information_advice", says="benefit|attendance"), good=(has(support="information_advice"),), fair=(has(support="advocacy carers_support"),), anywhere=True),
    _said("social worker wont listen to me", "Plymouth", has(support="advocacy"), good=(has(support="information_advice"),), fair=(has(support="support_planning peer_support"),), anywhere=True),
    _said("toenails cut at home", "Coventry", has(support="foot_care"), fair=(has(support="hair_nails"),)),
    _said("barber who comes to the house", "Nottingham", has(support="hair_nails", says="barber"), good=(has(support="hair_nails"),)),
    _said("my house is full of stuff and i cant cope", "Sheffield", has(support="decluttering"), good=(has(support="cleaning"), has(support="tenancy_support daily_living_skills")), fair=(has(group="mental_health", support="counselling"), has(support="laundry"))),
    _said("need my lawn cut", "Peterborough", has(support="gardening"), fair=(has(support="allotment handyperson"),)),
    _said("dog walked while im poorly", "Gloucester", has(support="pet_care"), good=(has(support="animals", says="dog"),)),
    _said("computer lessons for the over 60s", "Bournemouth", has(support="digital_skills"), good=(has(support="college"),), fair=(has(support="assistive_technology"),)),
    _said("teach me to use my ipad", "Kettering", has(support="digital_skills"), fair=(has(support="assistive_technology"),)),
    _said("get the bus by myself", "Oldham", has(support="travel_training"), good=(has(transport="public_transport", support="getting_out"),), fair=(has(transport="public_transport"), has(support="daily_living_skills"))),
    _said("place to go in the daytime for adult with severe LD", "Rotherham", has(support="day_opportunities", group="learning_disability profound_disability"), good=(has(support="day_opportunities"), has(kind=_ACTIVITY, group="learning_disability profound_disability")), fair=(has(group="learning_disability profound_disability"),)),
    _said("sensory room", "Warrington", has(says="sensory room|multi-?sensory|sensory (space|session|play|stor)"), good=(has(group="profound_disability", kind=_ACTIVITY), has(access="low_sensory", kind=_ACTIVITY)), fair=(has(group="profound_disability"),)),
    _said("wheelchair basketball", "Liverpool", has(says="wheelchair basketball"), has(support="sport", says="basketball|wheelchair sport|wheelchair rugby"), good=(has(support="sport", group="physical_disability"),), fair=(has(support="sport"),)),
    _said("chair yoga", "Mansfield", has(support="gym_fitness", says="yoga|chair|seated"), good=(has(support="gym_fitness"),), fair=(has(support="dance exercise_physio"),)),
    _said("choir for people with dementia", "Lincoln", has(support="music_singing", group="dementia"), good=(has(support="music_singing"),), fair=(has(support="memory_activities"),)),
    _said("knit and natter", "Hereford", has(support="arts_crafts", says="knit"), good=(has(support="arts_crafts", kind=_ACTIVITY),), fair=(has(support="arts_crafts social_group"),)),
    _said("mens shed", "Worcester", has(support="woodwork", says="shed"), good=(has(support="woodwork"),), fair=(has(gender="male", kind=_ACTIVITY),)),
    _said("horse riding for disabled", "Basingstoke", has(says="riding|horse|pony"), good=(has(support="animals outdoors"),)),
    _said("quiet cafe for people with anxiety", "Brighton", has(kind=_ACTIVITY, group="mental_health", access="quiet_space low_sensory"), has(support="social_group peer_support", group="mental_health", kind=_ACTIVITY), good=(has(group="mental_health", kind=_ACTIVITY), has(group="mental_health", support="peer_support")), fair=(has(group="mental_health"), has(support="social_group", access="quiet_space"))),
    _said("somewhere for mum to go so i can work", "Watford", has(support="day_opportunities", group="older_people dementia"), has(support="respite sitting_service"), good=(has(support="day_opportunities memory_activities"), has(support="social_group", group="older_people dementia"), has(support="companionship", group="older_people dementia")), fair=(has(support="social_group carers_support"),)),
    _said("im at the end of my tether looking after my husband", "Carlisle", has(support="carers_support"), has(group="carers", support="respite sitting_service peer_support counselling"), good=(has(support="respite sitting_service"), has(group="carers")), fair=(has(support="counselling"),)),
)  # fmt: skip

CARERS = (
    _said("overnight carer for my wife MND", "Worthing", has(support="waking_night sleep_in", group="neurological_condition"), good=(has(support="waking_night sleep_in live_in"),), fair=(has(group="neurological_condition"),)),
    _said("dads coming out of hosptial tomorow", "Blackpool", has(support="home_from_hospital"), good=(has(support="personal_care live_in exercise_physio", group="older_people"),), fair=(has(support="personal_care cooking_meals shopping"),)),
    _said("carer to give insulin and tablets", "Slough", has(support="medication"), good=(has(check="medication_training"), has(support="complex_care"), has(support="personal_care", group="long_term_condition"))),
    _said("peg feed trained PA weekends", "Shrewsbury", has(support="peg_feeding", day="sat sun"), has(support="peg_feeding", kind="personal_assistant"), good=(has(support="peg_feeding"), has(support="complex_care", day="sat sun")), fair=(has(support="complex_care"),)),
    _said("hoist trained carers double up", "Telford", has(support="moving_handling"), good=(has(check="moving_and_handling", support="personal_care"),), fair=(has(check="moving_and_handling"), has(support="personal_care complex_care"))),
    _said("after school club send", "Bury", has(support="childrens_activities", group="disabled_children", says="after.school"), has(support="childrens_activities", time="afternoon", group="disabled_children"), good=(has(support="childrens_activities"), has(group="disabled_children", kind=_ACTIVITY)), fair=(has(group="disabled_children"),)),
    _said("holiday club for non verbal 9 yr old", "Ipswich", has(support="childrens_activities", says="holiday"), good=(has(support="childrens_activities"),), fair=(has(group="disabled_children"), has(support="communication", group="autism"))),
    _said("babysitter who gets autism", "Crawley", has(support="sitting_service respite family_support", group="autism disabled_children"), good=(has(support="sitting_service respite family_support"), has(group="autism disabled_children", kind=_HOME)), fair=(has(group="autism"), has(support="childrens_activities"))),
    _said("siblings group", "Solihull", has(says="sibling"), good=(has(support="family_support"), has(support="carers_support", group="disabled_children carers young_people")), fair=(has(group="disabled_children"),)),
    _said("respite for parents of autistic teenager", "Taunton", has(support="respite sitting_service", group="autism disabled_children young_people"), good=(has(support="respite sitting_service"), has(support="carers_support family_support")), fair=(has(group="autism", kind=_HOME), has(group="disabled_children young_people"))),
    _said("moving to adult services whats next", "Stafford", has(support="transition"), good=(has(group="young_people", support="advocacy information_advice support_planning"),), fair=(has(group="young_people"), has(support="information_advice support_planning")), anywhere=True),
    _said("son hits out when upset", "Dudley", has(support="behaviour_support"), good=(has(group="autism learning_disability disabled_children", support="family_support respite"),), fair=(has(group="autism disabled_children"),)),
    _said("someone who understands fits", "Hereford", has(support="epilepsy_support"), has(check="epilepsy_training"), good=(has(says="epilep|seizure"),), fair=(has(group="neurological_condition"),)),
    _said("mum wanders at night alzheimers", "Mansfield", has(support="waking_night", group="dementia"), good=(has(support="waking_night sleep_in live_in"), has(group="dementia", support="assistive_technology")), fair=(has(group="dementia"), has(support="assistive_technology"))),
    _said("carers group thursday morning", "St Albans", has(support="carers_support", day="thu", kind=_ACTIVITY), has(support="carers_support", day="thu"), has(group="carers", kind=_ACTIVITY, day="thu"), good=(has(support="carers_support"), has(group="carers", kind=_ACTIVITY)), fair=(has(group="carers"),)),
)  # fmt: skip

WORKERS = (
    _said("MH support worker", "Hackney", has(group="mental_health", kind=_HOME), good=(has(group="mental_health"),), fair=(has(support="counselling"),)),
    _said("ISF provider ASD", "Scarborough", has(support="isf_provider", group="autism"), has(support="isf_provider"), good=(has(funding="individual_service_fund", group="autism"),), fair=(has(funding="individual_service_fund"), has(support="managed_account support_planning"))),
    _said("DP payroll", "Durham", has(support="payroll"), good=(has(support="direct_payment_support managed_account employing_a_pa"),), anywhere=True),
    _said("how do i become an employer of my own carer", "Bath", has(support="employing_a_pa"), good=(has(support="direct_payment_support payroll"),), fair=(has(support="information_advice support_planning"),), anywhere=True),
    _said("what can i spend my direct payment on", "York", has(support="direct_payment_support"), good=(has(support="support_planning information_advice employing_a_pa"),), fair=(has(support="managed_account payroll isf_provider"),), anywhere=True),
    _said("broker to write support plan", "Huddersfield", has(support="support_planning"), good=(has(support="isf_provider direct_payment_support"),), fair=(has(support="information_advice advocacy"),), anywhere=True),
    _said("tracheostomy", "Maidstone", has(support="complex_care"), good=(has(says="tracheostomy|ventilat"),), fair=(has(support="peg_feeding catheter_stoma"),)),
    _said("stoma care", "Grimsby", has(support="catheter_stoma"), fair=(has(support="personal_care", group="long_term_condition"), has(support="complex_care"))),
    _said("stroke survivor learning to talk again", "Poole", has(group="stroke", support="communication"), has(group="stroke", support="peer_support social_group"), good=(has(group="stroke"),), fair=(has(support="communication exercise_physio"),)),
    _said("VI cane user needs sighted guide", "Cheltenham", has(group="sight_loss", support="getting_out walking appointments communication"), has(says="sighted guid|guiding"), good=(has(group="sight_loss"),), fair=(has(group="deafblind"),)),
    _said("ABI headway group", "Northampton", has(group="brain_injury", kind=_ACTIVITY), has(group="brain_injury", support="peer_support social_group"), good=(has(group="brain_injury"),), fair=(has(group="stroke", kind=_ACTIVITY),)),
    _said("help keep flat in arrears", "Islington", has(support="tenancy_support"), good=(has(support="forms_money"), has(group="homelessness")), fair=(has(support="information_advice"),)),
    _said("supported employment LD", "Newcastle upon Tyne", has(support="employment", group="learning_disability"), has(support="employment"), good=(has(support="volunteering", group="learning_disability"),), fair=(has(support="volunteering college"),)),
    _said("alcohol recovery peer group", "Salford", has(group="substance_use", support="peer_support social_group"), has(group="substance_use", kind=_ACTIVITY), good=(has(group="substance_use"),), fair=(has(support="peer_support", group="mental_health"),)),
    _said("male PA 20s gaming mates rates", "Birmingham", has(kind="personal_assistant", gender="male", support="games", group="young_people autism adhd learning_disability"), good=(has(kind="personal_assistant", support="games"), has(support="games")), fair=(has(kind="personal_assistant", gender="male"),)),
    _said("end of life sitter through the night", "Scarborough", has(support="end_of_life_care", time="night"), has(support="end_of_life_care"), has(group="end_of_life", support="waking_night sitting_service"), good=(has(support="waking_night"), has(group="end_of_life")), fair=(has(support="sleep_in sitting_service"),)),
)  # fmt: skip

PLACES_AND_FAITHS = (
    _said("bengali lady to cook halal for nan", "Oldham", has(language="bengali", support="cooking_meals"), has(culture="halal", support="cooking_meals"), good=(has(language="bengali", culture="muslim halal south_asian"), has(language="bengali"), has(support="cooking_meals", culture="south_asian muslim asian_food")), fair=(has(culture="halal"), has(support="cooking_meals"))),
    _said("polish speaking dementia care in Leeds", "", has(language="polish", group="dementia"), good=(has(language="polish"),), fair=(has(group="dementia", support="personal_care companionship"),), meant="Leeds"),
    _said("seated exercise near Harlow", "", has(support="gym_fitness exercise_physio", says="seated|chair"), good=(has(support="gym_fitness"),), fair=(has(support="exercise_physio dance"),), meant="Harlow"),
    _said("take mum to mass on sundays", "Bolton", has(culture="christian", support="faith_support driving getting_out"), good=(has(support="faith_support", kind=_HOME), has(culture="christian", group="older_people")), fair=(has(culture="christian"), has(support="driving", day="sun"))),
    _said("sikh elders lunch", "Southall", has(culture="sikh", support="social_group"), has(culture="sikh", kind=_ACTIVITY), has(language="punjabi", support="social_group", group="older_people"), good=(has(culture="sikh"), has(culture="south_asian", support="social_group"), has(language="punjabi", kind=_ACTIVITY)), fair=(has(support="social_group", group="older_people"),)),
    _said("BSL interpeter for gp apointment", "Preston", has(language="bsl", support="communication"), has(language="bsl", support="appointments"), good=(has(language="bsl"),), fair=(has(support="communication"), has(group="hearing_loss deafblind"))),
    _said("tuesday lunch club pensioners", "Reading", has(support="social_group", group="older_people", day="tue", says="lunch|dinner|meal"), good=(has(support="social_group", group="older_people"), has(support="social_group", day="tue")), fair=(has(support="social_group"), has(kind=_ACTIVITY, group="older_people"))),
    _said("saturday football disabled kids", "Mansfield", has(support="childrens_activities sport", says="football", day="sat"), good=(has(support="sport", group="disabled_children", day="sat"), has(support="childrens_activities", day="sat"), has(support="sport", says="football")), fair=(has(support="childrens_activities sport"),)),
    _said("friday night disco learning difficulties", "Leicester", has(support="evenings_out dance social_group", group="learning_disability", day="fri", time="evening night"), has(says="disco|club night", group="learning_disability"), good=(has(support="evenings_out dance", group="learning_disability"), has(says="disco|club night"), has(support="social_group", group="learning_disability", time="evening")), fair=(has(support="evenings_out dance"), has(group="learning_disability", kind=_ACTIVITY))),
    _said("sunday afternoon company", "Torquay", has(support="companionship befriending", day="sun", time="afternoon"), good=(has(support="companionship befriending"), has(support="social_group", day="sun")), fair=(has(support="social_group getting_out"),)),
    _said("early mornings help getting dressed", "Luton", has(support="personal_care", time="morning"), good=(has(support="personal_care"),), fair=(has(support="moving_handling"),)),
    _said("swimming with hoist Bristol", "", has(support="swimming", access="hoist"), good=(has(support="swimming"),), fair=(has(access="hoist", kind=_ACTIVITY),), meant="Bristol"),
    _said("trans friendly mental health group in Brighton", "", has(culture="lgbt", group="mental_health"), has(culture="lgbt", kind=_ACTIVITY), good=(has(culture="lgbt"), has(group="mental_health", kind=_ACTIVITY)), fair=(has(group="mental_health"),), meant="Brighton"),
    _said("ukrainian carer", "Taunton", has(language="ukrainian", kind="personal_assistant"), has(language="ukrainian", support="personal_care companionship"), good=(has(language="ukrainian"),), fair=(has(language="russian", kind="personal_assistant"), has(culture="eastern_european"))),
    _said("cantonese speaking to go doctors with granny", "Camden Town", has(language="cantonese", support="appointments"), good=(has(language="cantonese"),), fair=(has(language="mandarin"), has(culture="chinese"), has(support="appointments"))),
    _said("changing places toilet activities", "Stockport", has(access="changing_places", kind=_ACTIVITY), good=(has(access="changing_places"),), fair=(has(access="hoist", kind=_ACTIVITY),)),
    _said("autism friendly gym", "Cambridge", has(support="gym_fitness", group="autism"), has(support="gym_fitness", access="autism_friendly"), good=(has(support="gym_fitness"),), fair=(has(support="sport swimming", group="autism"),)),
    _said("counselling after my husband died", "Halifax", has(support="counselling", says="bereave|grief|loss|died"), has(support="counselling"), good=(has(says="bereave|grief|widow"), has(support="end_of_life_care")), fair=(has(support="befriending peer_support"),)),
    _said("fishing", "Sheffield", has(says="fishing|angling"), good=(has(support="outdoors"),)),
    _said("deaf club", "Chelmsford", has(group="hearing_loss deafblind", kind=_ACTIVITY), has(culture="deaf_culture", kind=_ACTIVITY), has(language="bsl", kind=_ACTIVITY), good=(has(group="hearing_loss"), has(culture="deaf_culture")), fair=(has(language="bsl"),)),
)  # fmt: skip

JUDGED = (*PEOPLE, *CARERS, *WORKERS, *PLACES_AND_FAITHS)
