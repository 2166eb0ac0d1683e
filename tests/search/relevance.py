# ruff: noqa: E501 - a table of words reads best in long lines
"""A small town's worth of listings written by hand, and what people should find among them.

`JUDGED` holds for each query, as typed near Melksham, what must be found, best first. The scores are how often one
of the first two named is among the first five found, and how well the first ten are ordered (NDCG@10, graded 2 for
the first named and 1 for the others).
"""

import math
from datetime import timedelta
from uuid import UUID

from search.documents import IndexSchema, Point, SearchDocument
from search.query import Near, SearchQuery
from tests.search.brute import TODAY

MELKSHAM = Point(51.371, -2.138)
NEAR = Near(point=MELKSHAM, within_miles=15, areas=frozenset({"SN12", "E06000054", "E92000001"}))

_PLACES = {
    "melksham": (51.371, -2.138), "trowbridge": (51.320, -2.208), "devizes": (51.353, -1.996),
    "corsham": (51.434, -2.185), "chippenham": (51.461, -2.119), "bath": (51.381, -2.359), "nation": None,
}  # fmt: skip
_PA, _CLUB, _MICRO, _COOP, _ORG = (
    "Personal assistant", "Community activity", "Micro-enterprise", "Co-operative", "Support organisation",
)  # fmt: skip

# name: kind, place, miles travelled (0: people go there), title, tags, text
LISTINGS = {
    "anna": (_PA, "melksham", 10, "Anna K.", ("Personal care", "Older people", "English", "Polish"),
             "I help older people to wash, dress and eat well, and I can take you to appointments in my car."),
    "ben": (_PA, "trowbridge", 15, "Ben S.", ("Getting out and about", "Learning disability", "English"),
            "I love swimming and can take you to the pool, the gym or the cinema. Patient with a sense of humour."),
    "hodan": (_PA, "chippenham", 12, "Hodan A.", ("Personal care", "Cooking", "Somali", "Arabic", "English"),
              "Care in your own language. I cook halal food and know our culture."),
    "ruth": (_PA, "corsham", 10, "Ruth D.", ("Communication support", "Sensory loss", "British Sign Language"),
             "Deaf personal assistant. I sign and lip-read, and support deaf and deafblind people at home."),
    "joe": (_PA, "devizes", 20, "Joe M.", ("Autism", "Young people", "Sport"),
            "Support worker for autistic young people: football, climbing, gaming, whatever you are into."),
    "mary": (_PA, "melksham", 8, "Mary P.", ("Night support", "Dementia", "Sitting service"),
             "Waking nights and sleep-ins. I sit with people who live with dementia so that families can rest."),
    "sam": (_PA, "bath", 20, "Sam T.", ("Mental health", "Companionship"),
            "A calm companion for anxious days. Walks, coffee and a listening ear."),
    "priya": (_PA, "trowbridge", 10, "Priya N.", ("Help at home", "Gujarati", "Hindi"),
              "Vegetarian cooking, cleaning and company for elders."),
    "tom": (_PA, "melksham", 15, "Tom B.", ("Driver", "Physical disability"),
            "I drive a wheelchair accessible van and can bring you to work, college or the shops."),
    "swimclub": (_CLUB, "melksham", 0, "Melksham Dolphins swimming club",
                 ("Swimming", "Learning disability", "Physical disability"),
                 "Weekly swimming session in a warm pool with a hoist. Carers swim free."),
    "memory": (_CLUB, "melksham", 0, "Memory café", ("Dementia", "Older people", "Carers"),
               "Tea, singing and company for people living with memory loss and those who care for them."),
    "shed": (_CLUB, "corsham", 0, "Men's shed", ("Woodwork", "Older people", "Mental health"),
             "Make and mend things side by side. No skill needed."),
    "football": (_CLUB, "trowbridge", 0, "Inclusive football", ("Football", "Autism", "Children"),
                 "Saturday football for autistic children and their brothers and sisters."),
    "signing": (_CLUB, "chippenham", 0, "Signing choir", ("Makaton", "Music", "Learning disability"),
                "Sing and sign together. Makaton beginners welcome."),
    "lunch": (_CLUB, "devizes", 0, "Thursday lunch club", ("Lunch club", "Older people"),
              "Hot dinner and a chat. We can collect you by minibus."),
    "art": (_CLUB, "bath", 0, "Art for wellbeing", ("Art", "Mental health"),
            "Painting and clay in a quiet studio for people with depression and anxiety."),
    "garden": (_CLUB, "trowbridge", 0, "Sensory garden volunteers", ("Gardening", "Learning disability"),
               "Grow vegetables and flowers together on raised beds."),
    "walk": (_CLUB, "melksham", 0, "Wellbeing walks", ("Walking", "Health"),
             "Short, level walks along the river with trained leaders every Tuesday."),
    "deafclub": (_CLUB, "bath", 0, "Bath deaf club", ("Sensory loss", "British Sign Language"),
                 "Meet other deaf people. BSL used by everyone."),
    "youth": (_CLUB, "chippenham", 0, "Youth club for all", ("Young people", "Learning disability"),
              "Games, music and friends, with support if you need it."),
    "dance": (_CLUB, "devizes", 0, "Wheelchair dance", ("Dance", "Physical disability"),
              "Seated dance and movement to music."),
    "carers": (_CLUB, "melksham", 0, "Unpaid carers' coffee morning", ("Carers",),
               "A break and a chat for anyone who looks after a family member."),
    "rails": (_MICRO, "melksham", 20, "Steady Homes", ("Home adaptations", "Physical disability", "Older people"),
              "Grab rails, ramps and key safes fitted. Small repairs too."),
    "green": (_MICRO, "devizes", 15, "Green Fingers", ("Gardening",),
              "Lawns cut, hedges trimmed and borders weeded at a fair price."),
    "clean": (_MICRO, "trowbridge", 10, "Sparkle and Shine", ("Cleaning", "Help at home"),
              "Housework, laundry and ironing by the same person each week."),
    "homecare": (_MICRO, "melksham", 10, "Honeysuckle Homecare", ("Personal care", "Older people"),
                 "Small team. Visits of an hour or more, morning and evening."),
    "meals": (_MICRO, "corsham", 8, "Tasty at Home", ("Cooking", "Meals"),
              "Fresh meals cooked in your kitchen for the week ahead."),
    "physio": (_MICRO, "bath", 15, "Move Well physiotherapy", ("Physiotherapy", "Long-term conditions"),
               "Exercises at home after a stroke or fall."),
    "tech": (_MICRO, "chippenham", 15, "Tablet and Phone Tutor", ("Computer skills", "Older people"),
             "Patient lessons so that you can video call the grandchildren."),
    "dogs": (_MICRO, "melksham", 5, "Waggy Tails", ("Dog walking", "Pets"),
             "Walks for your dog when you cannot get out."),
    "respite": (_MICRO, "trowbridge", 20, "Take a Break", ("Respite", "Carers", "Children"),
                "Short breaks for families with disabled children, at home or out and about."),
    "travel": (_MICRO, "chippenham", 15, "On the Bus", ("Travel training", "Learning disability", "Autism"),
               "Learn to travel on your own, one step at a time."),
    "hair": (_MICRO, "melksham", 10, "Hair at Yours", ("Hairdressing", "Older people"),
             "Haircuts and sets in your own home."),
    "coop": (_COOP, "trowbridge", 15, "Caring Together", ("Personal care", "Help at home"),
             "A co-operative of care workers, owned by those who give and those who get support."),
    "farm": (_COOP, "devizes", 0, "Orchard care farm", ("Day opportunities", "Learning disability", "Autism"),
             "Feed the animals, pick apples and cook lunch over the fire."),
    "work": (_COOP, "bath", 0, "Bean There coffee", ("Employment support", "Learning disability"),
             "Learn to be a barista and get a paid job."),
    "advice": (_ORG, "trowbridge", 0, "Wiltshire Independent Living",
               ("Direct payments", "Advice", "Employing a personal assistant"),
               "We help you to set up a direct payment, find and employ a personal assistant, and fill in forms."),
    "payroll": (_ORG, "chippenham", 0, "Right on Payday", ("Payroll", "Direct payments"),
                "Payroll, pensions and managed accounts for people who employ their own staff."),
    "advocacy": (_ORG, "melksham", 0, "Speak Up Wiltshire", ("Advocacy", "Learning disability"),
                 "Advocates who help you to be heard at reviews and assessments."),
    "benefits": (_ORG, "melksham", 0, "Benefits advice", ("Advice", "Money"),
                 "Help to fill in PIP, attendance allowance and blue badge forms."),
    "helpline": (_ORG, "nation", 0, "National dementia helpline", ("Dementia", "Advice"),
                 "Call us any day about dementia, memory loss, personal care and swimming too."),
    "charity": (_ORG, "nation", 0, "Swimming for all England", ("Swimming", "Physical disability"),
                "We tell you about swimming for disabled people everywhere in England."),
    "paygroup": (_ORG, "nation", 0, "Personal assistants' network", ("Personal assistant", "Peer support"),
                 "Online meetings for people who work as personal assistants."),
}  # fmt: skip

JUDGED = {
    "swimming": ("swimclub", "ben"),
    "someone to take me swimming": ("ben", "swimclub"),
    "swiming": ("swimclub", "ben"),
    "swimmign club": ("swimclub",),
    "grabrails": ("rails",),
    "grab rail": ("rails",),
    "grab rails fitted": ("rails",),
    "home care": ("homecare", "coop", "anna"),
    "homecare": ("homecare",),
    "PA": ("anna", "tom", "ben", "mary"),
    "personal assistant": ("anna", "tom", "ben", "mary", "ruth"),
    "persnal asistant": ("anna", "tom", "ben", "mary", "ruth"),
    "PA who speaks Somali": ("hodan",),
    "somali": ("hodan",),
    "LD": ("swimclub", "advocacy", "garden", "ben"),
    "LD club": ("swimclub", "youth"),
    "DP": ("advice", "payroll"),
    "DP advice": ("advice",),
    "direct payments": ("advice", "payroll"),
    "BSL": ("ruth", "deafclub"),
    "sign language": ("ruth", "deafclub"),
    "deaf club": ("deafclub",),
    "makaton": ("signing",),
    "dementia": ("memory", "mary"),
    "demensia": ("memory", "mary"),
    "dementia cafe": ("memory",),
    "memory cafe": ("memory",),
    "someone to sit with mum at night": ("mary",),
    "night sitter": ("mary",),
    "football for my autistic son": ("football", "joe"),
    "autism": ("football", "joe", "travel", "farm"),
    "gardening": ("green", "garden"),
    "gardner": ("green", "garden"),
    "gard": ("green", "garden"),
    "help with forms": ("benefits", "advice"),
    "cooking": ("meals", "hodan", "priya", "farm"),
    "halal": ("hodan",),
    "cleaner": ("clean", "priya"),
    "co-operative": ("coop", "farm"),
    "cooperative": ("coop", "farm"),
    "phisiotheropy": ("physio",),
    "physiotherapist": ("physio",),
    "pyhsio": ("physio",),
    "payroll": ("payroll",),
    "advocate": ("advocacy",),
    "mens shed": ("shed",),
    "men's shed": ("shed",),
    "wheelchair dancing": ("dance",),
    "wheelchair van": ("tom",),
    "dog walking": ("dogs",),
    "walking group": ("walk",),
    "respite for parents": ("respite",),
    "lunch club": ("lunch",),
    "art classes": ("art",),
    "unpaid carers": ("carers",),
    "computer lessons": ("tech",),
    "hairdresser at home": ("hair",),
    "learn to use the bus": ("travel",),
    "care farm": ("farm",),
    "job in a cafe": ("work",),
    "anxiety": ("sam", "art"),
    "honeysuckle": ("homecare",),
}


def ids():
    return {name: UUID(int=number) for number, name in enumerate(sorted(LISTINGS), 1)}


def documents():
    known = ids()
    for name, (kind, place, miles, title, tags, text) in LISTINGS.items():
        at = _PLACES[place]
        yield SearchDocument(
            id=known[name],
            version=1,
            title=title,
            tags=(kind, *tags),
            provider=title,
            text=f"{text} Based in {place.capitalize()}." if at else text,
            point=Point(*at) if at else None,
            is_venue=at is not None and miles == 0,
            travels_miles=float(miles),
            areas=() if at else ("E92000001",),
            facets={"kind": (kind,)},
            free_now=5.0 if len(name) % 2 else 0.0,
            confirmed_on=TODAY - timedelta(days=20 * len(title)),
        )


async def judge(engine, schema: IndexSchema):
    """Fill an engine and score it: (success@5, NDCG@10, what failed)."""
    await engine.ensure(schema)
    rebuild = await engine.rebuild()
    await rebuild.add(documents())
    await rebuild.publish()
    names = {one: name for name, one in ids().items()}
    gains, failed = [], []
    for text, expected in JUDGED.items():
        page = await engine.search(SearchQuery(text=text, near=NEAR, limit=10, today=TODAY))
        found = [names[hit.id] for hit in page.hits]
        if not set(found[:5]) & set(expected[:2]):
            failed.append((text, found))
        gains.append(ndcg(found, {name: 1 if place else 2 for place, name in enumerate(expected)}))
    return 1 - len(failed) / len(JUDGED), sum(gains) / len(gains), failed


def ndcg(found, grades):
    """Normalised discounted cumulative gain of the first ten."""
    gain = sum((2 ** grades.get(name, 0) - 1) / math.log2(place + 2) for place, name in enumerate(found[:10]))
    best = sorted(grades.values(), reverse=True)[:10]
    return gain / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))
