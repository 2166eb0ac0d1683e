# ruff: noqa: E501 - a table of searches reads best in long lines
"""Plain words for needs: what people say, not what a list of support calls it."""

from tests.search.judged.judging import BEST, Judged, has

_ACTIVITY = "community_activity"


def _need(text: str, near: str, **judgement: object) -> Judged:
    return Judged(text=text, near=near, group="needs", **judgement)  # type: ignore[arg-type]


_GOES_ALONG = "driving wheelchair_transport"

JUDGED = (
    _need(
        "get me to hospital appointments", "Mere, Wiltshire",
        best=(has(support="appointments", transport="own_car driver wheelchair_vehicle"),
              has(support="driving wheelchair_transport", says="hospital|appointment|clinic")),
        good=(has(support="appointments"), has(support=_GOES_ALONG)),
        planted={"castle": BEST},
    ),
    _need(
        "lonely since my wife died", "Leeds",
        best=(has(says="bereave|widow|grief|died", support="counselling companionship befriending peer_support"),),
        good=(has(support="companionship befriending", group="older_people"), has(support="befriending counselling")),
        fair=(has(support="companionship social_group peer_support"),),
        planted={"blossom": BEST},
    ),
    _need(
        "cant manage the stairs", "Hastings",
        best=(has(support="handyperson"), has(support="moving_handling")),
        good=(has(support="exercise_physio assistive_technology"), has(says=r"\bstairs\b")),
        fair=(has(support="personal_care home_from_hospital"), has(access="step_free")),
    ),
    _need(
        "help getting dressed in the morning", "Kendal",
        best=(has(support="personal_care", time="morning"),),
        good=(has(support="personal_care"),),
        fair=(has(support="moving_handling live_in home_from_hospital"),),
    ),
    _need(
        "I keep falling over", "Sheffield",
        best=(has(says=r"\bfalls?\b|balance|steadier", support="gym_fitness exercise_physio assistive_technology handyperson"),),
        good=(has(support="gym_fitness exercise_physio handyperson assistive_technology"),),
        fair=(has(says=r"\bfalls?\b|balance"),),
    ),
    _need(
        "my house is a mess", "Nottingham",
        best=(has(support="cleaning decluttering"),),
        good=(has(support="laundry daily_living_skills"),),
    ),
    _need(
        "too much stuff in my flat", "Hackney",
        best=(has(support="decluttering"),), good=(has(support="cleaning"),), fair=(has(support="tenancy_support"),),
    ),
    _need(
        "someone to do my shopping", "Ludlow",
        best=(has(support="shopping"),), fair=(has(support="driving getting_out cooking_meals"),),
    ),
    _need(
        "can't cook for myself any more", "Truro",
        best=(has(support="cooking_meals"),), good=(has(support="eating_drinking live_in"),),
        fair=(has(support="shopping cookery_group daily_living_skills"),),
    ),
    _need(
        "a break from looking after my husband", "Leicester",
        best=(has(support="respite sitting_service"),), good=(has(support="carers_support"), has(group="carers")),
        fair=(has(support="live_in day_opportunities"),),
    ),
    _need(
        "scared to go out on my own", "Manchester",
        best=(has(support="getting_out", group="mental_health"), has(support="travel_training getting_out", says="anxi|confiden|nerv|scar")),
        good=(has(support="getting_out travel_training"), has(group="mental_health", support="peer_support walking companionship")),
        fair=(has(group="mental_health"), has(support="companionship befriending appointments")),
    ),
    _need(
        "help managing my money", "Birmingham",
        best=(has(support="forms_money"),), good=(has(support="information_advice tenancy_support managed_account"),),
        fair=(has(support="daily_living_skills"),),
    ),
    _need("who can cut my toenails", "Leicester", best=(has(support="foot_care"),), good=(has(support="hair_nails"),)),
    _need(
        "somewhere to go in the day", "York",
        best=(has(support="day_opportunities"),), good=(has(support="social_group", kind=_ACTIVITY),),
        fair=(has(kind=_ACTIVITY),),
    ),
    _need(
        "make new friends", "Brighton",
        best=(has(support="relationships befriending"), has(support="social_group", kind=_ACTIVITY)),
        good=(has(support="peer_support companionship social_group"),), fair=(has(kind=_ACTIVITY),),
    ),
    _need(
        "learn how to use my iPad", "Norwich",
        best=(has(support="digital_skills"),), good=(has(support="assistive_technology"),),
    ),
    _need(
        "remind me to take my tablets", "Plymouth",
        best=(has(support="medication"), has(support="assistive_technology")), good=(has(support="live_in personal_care"),),
    ),
    _need(
        "needs help to eat", "Bolton",
        best=(has(support="eating_drinking"),), good=(has(support="peg_feeding personal_care"),), fair=(has(support="cooking_meals"),),
    ),
    _need(
        "my son hits out when upset", "Leeds",
        best=(has(support="behaviour_support"),),
        good=(has(group="autism disabled_children", support="family_support respite"),),
        fair=(has(group="autism disabled_children"),),
    ),
    _need(
        "learn to live on my own", "Coventry",
        best=(has(support="daily_living_skills tenancy_support"),), good=(has(support="transition travel_training cookery_group"),),
    ),
    _need("I want to get a job", "Hull", best=(has(support="employment"),), good=(has(support="volunteering college"),)),
    _need(
        "coming home from hospital", "Whitby",
        best=(has(support="home_from_hospital"),), good=(has(support="personal_care exercise_physio", kind="micro_enterprise co_operative personal_assistant"),),
        fair=(has(support="cooking_meals shopping cleaning"),), planted={"nell": BEST},
    ),
    _need(
        "wants to die at home", "Oxford",
        best=(has(support="end_of_life_care"), has(group="end_of_life", support="personal_care sitting_service waking_night")),
        good=(has(group="end_of_life"),),
    ),
    _need(
        "somebody to talk to", "Liverpool",
        best=(has(support="befriending counselling"), has(main="companionship peer_support")),
        good=(has(support="companionship peer_support social_group"),),
    ),
    _need(
        "lift to church", "Preston",
        best=(has(support="faith_support"), has(support=_GOES_ALONG)),
        good=(has(culture="christian", transport="own_car"), has(says="church")), fair=(has(transport="own_car wheelchair_vehicle minibus"),),
    ),
    _need("someone to walk my dog", "Stockport", best=(has(support="pet_care"),)),
    _need(
        "pay my carer's wages", "Bristol",
        best=(has(support="payroll"),), good=(has(support="managed_account direct_payment_support employing_a_pa"),), anywhere=True,
    ),
    _need(
        "how do I employ a carer", "Wakefield",
        best=(has(support="employing_a_pa"),), good=(has(support="direct_payment_support payroll"),),
        fair=(has(support="information_advice support_planning"),), anywhere=True,
    ),
    _need(
        "complain about my social worker", "Lincoln",
        best=(has(support="advocacy"),), good=(has(support="information_advice"),), anywhere=True,
    ),
    _need(
        "can't get in and out of bed", "Cambridge",
        best=(has(support="moving_handling personal_care"),), good=(has(support="live_in complex_care home_from_hospital"),),
    ),
    _need("feeding tube", "Wolverhampton", best=(has(support="peg_feeding"),), good=(has(support="complex_care"),), fair=(has(support="eating_drinking"),)),
    _need(
        "she has seizures", "Reading",
        best=(has(support="epilepsy_support"),), good=(has(group="neurological_condition"), has(says="epilep|seizure")),
        fair=(has(support="complex_care"),),
    ),
    _need("holiday with support", "Bournemouth", best=(has(support="day_trips"),), fair=(has(support="respite getting_out"),)),
    _need(
        "someone to go to the pub with", "Newcastle upon Tyne",
        best=(has(support="evenings_out"),), good=(has(support="getting_out"),), fair=(has(support="companionship relationships"),),
    ),
    _need(
        "hearing voices", "Sheffield",
        best=(has(says="hearing voices|hear voices"), has(group="mental_health", support="peer_support counselling")), good=(has(group="mental_health"),),
    ),
    _need(
        "can't read my letters any more, going blind", "Norwich",
        best=(has(group="sight_loss", support="forms_money digital_skills communication assistive_technology information_advice"),),
        good=(has(group="sight_loss"),), fair=(has(support="forms_money"),),
    ),
    _need(
        "moving on from school", "Northampton",
        best=(has(support="transition"),), good=(has(group="young_people", support="college employment travel_training daily_living_skills"),),
        fair=(has(group="young_people"),),
    ),
    _need(
        "want to stop drinking", "Blackpool",
        best=(has(group="substance_use"),), fair=(has(support="counselling peer_support"),),
    ),
    _need(
        "quiet group for autistic adults", "Bristol",
        best=(has(group="autism", kind=_ACTIVITY, access="quiet_space low_sensory autism_friendly"),
              has(group="autism", support="peer_support social_group", kind=_ACTIVITY)),
        good=(has(group="autism", kind=_ACTIVITY),), fair=(has(group="autism"),),
    ),
    _need("get fit in a wheelchair", "Leeds", best=(has(support="gym_fitness sport", group="physical_disability"),), good=(has(support="gym_fitness sport dance exercise_physio swimming"),)),
    _need(
        "being evicted", "Islington",
        best=(has(support="tenancy_support"), has(group="homelessness")), good=(has(support="information_advice advocacy"),),
    ),
    _need(
        "I'm a disabled mum and need help with my baby", "Croydon",
        best=(has(support="parenting"),), good=(has(support="family_support", group="physical_disability"), has(support="family_support")),
    ),
    _need("help to wash and dress", "Shrewsbury", best=(has(support="personal_care"),), fair=(has(support="moving_handling live_in"),)),
    _need(
        "what benefits can I claim", "Carlisle",
        best=(has(support="forms_money information_advice"),), good=(has(support="advocacy"),), anywhere=True,
    ),
    _need(
        "surfing in a wheelchair", "Whitby",
        best=(has(says="surf"),), good=(has(support="outdoors sport swimming", group="physical_disability"),), planted={"waves": BEST},
    ),
    _need(
        "get back on my feet after a stroke", "Southampton",
        best=(has(group="stroke", support="exercise_physio home_from_hospital peer_support communication"),),
        good=(has(group="stroke"), has(support="exercise_physio")), fair=(has(support="home_from_hospital"),),
    ),
    _need(
        "change my catheter bag", "Leicester",
        best=(has(support="catheter_stoma"),), good=(has(support="complex_care"),), fair=(has(support="personal_care"),),
    ),
    _need(
        "clear out mum's house before she moves", "Cheltenham",
        best=(has(support="decluttering"),), good=(has(support="cleaning handyperson"),),
    ),
    _need(
        "too tired to do the housework", "Whitstable",
        best=(has(support="cleaning"),), good=(has(support="laundry shopping cooking_meals"),),
    ),
    _need(
        "fix a leaking tap", "Telford",
        best=(has(support="handyperson"),),
    ),
    _need(
        "alarm in case I fall", "Darlington",
        best=(has(support="assistive_technology"),), good=(has(support="handyperson"), has(says=r"\bfalls?\b")),
    ),
    _need(
        "scooter outings", "Bradford-on-Avon",
        best=(has(says="scooter"),), good=(has(support="walking outdoors day_trips", group="physical_disability"),),
        fair=(has(support="outdoors walking day_trips"),), planted={"avon": BEST},
    ),
)  # fmt: skip
