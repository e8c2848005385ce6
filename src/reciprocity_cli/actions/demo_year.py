"""The invented year of `recip demo`: 24 people and what passed between them and the owner.

Every number of days counts back from today; a negative one lies ahead. In JOURNALS a line is

    AGES [CHANNEL STARTED][: NOTE] > ITEM > ITEM

with one contact for each age (none without a channel) and items that may go on in lines
below: `gave SPEC | MARK`, `got SPEC | MARK`, `signal KIND`, `need`, `interest` and
`high` (URGENCY) TEXT #TAG, `with NAME` and `phase N: REASON`. SPEC is that of `recip
log`; the marks are those that actions/demo.py reads.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Someone(NamedTuple):
    """One of the 24; `more` holds further fields of domain.records.Person."""

    name: str
    organisation: str
    title: str
    since: int
    phase: int
    roles: str = ""
    cadence: str | None = None
    tags: str = ""
    more: dict[str, Any] = {}


# fmt: off
PEOPLE = (
    Someone("Nadia Rahman", "Orrery Analytics", "Partnerships", 365, 2, "connector", "1m", "data",
            {"why": "knows who is building what; I can bring field stories",
             "specialities": ("introductions across logistics and public data",)}),
    Someone("Ana Ruiz", "Helixgate", "Chief Architect", 365, 3, "mentor", "1m", "platform",
            {"why": "has led two platforms through growth; I can bring hands-on reviews",
             "specialities": ("architecture reviews", "writing for a board"), "birthday": -64}),
    Someone("Katarzyna Nowak", "Cobblestone Studio", "Speaking coach", 365, 2, "coach", "6w",
            "speaking", {"specialities": ("rehearsing talks",)}),
    Someone("Ben Adler", "Quillmark", "Engineering lead", 365, 2, "peer", None, "platform",
            {"birthday": 120, "specialities": ("building teams of engineers",)}),
    Someone("Priya Raghavan", "Fernhollow Labs", "Head of Data", 365, 3, "peer", "1m", "data"),
    Someone("Jürgen Brandt", "Ostwind Robotics", "Field Engineering", 365, 3, "peer", "1m",
            "sensors", {"aliases": ("Juergen Brandt",), "specialities": ("sensors in the cold",)}),
    Someone("Chidi Eze", "Harbourlight Freight", "Business Development", 365, 2, "connector", "1m",
            "ports", {"snoozed": (8, -20), "birthday": -150}),
    Someone("Siobhán Kelly", "Larkfield College", "Course lead", 318, 1, "coach peer", "2m",
            "teaching", {"route": "meets most people at the spring workshops"}),
    Someone("Zoë Marchand", "Papermill Studio", "Founder", 233, 1, "", "1m", "design",
            {"why": "explains hard things in pictures; I can bring first clients"}),
    Someone("Nguyễn Minh Anh", "Windrow Agritech", "Data engineer", 228, 1, "peer", "2w", "data",
            {"aliases": ("Minh Anh",)}),
    Someone("Tariq Haddad", "Saltmarsh Energy", "VP Operations", 201, 1, "sponsor", "2m", "energy",
            {"why": "decides about depots; I can bring a view of the freight side"}),
    Someone("Margit Sørensen", "Lodestar Freight", "Chief Operating Officer", 365, 3, "sponsor",
            "2m", "board", {"expect": "receive", "birthday": 75}),
    Someone("田中 陽子", "Kumogiri Instruments", "Product lead", 365, 2, "peer", "3m", "sensors",
            {"aliases": ("Tanaka Yoko",), "birthday": -4}),
    Someone("José Vidal", "Meadowline Rail", "Timetable planning", 351, 1, "peer", "1m", "rail",
            {"met": "Nadia Rahman", "quiet": (3, -15)}),
    Someone("Grace Mwangi", "Pinegate Health", "Programme director", 345, 2, "mentor", None,
            "health", {"why": "has run change in a place with no room for error"}),
    Someone("Dee Park", "Alder Code School", "Director", 365, 2, "peer", "6w", "teaching",
            {"birthday": -101}),
    Someone("Ifeoma Bassey", "Palmline Ports", "Harbour master", 91, 1, "", "1m", "ports",
            {"met": "Chidi Eze", "route": "a line that names Chidi"}),
    Someone("Oskar Lindqvist", "Tallgrass Foods", "Supply planner", 24, 1, "peer", None, "supply"),
    Someone("Mei Ling Chua", "Dockside Civic Lab", "Open data lead", 44, 1, "connector peer", None,
            "public", {"met": "Nadia Rahman"}),
    Someone("Daniel Abrams", "Brightpier", "Analyst", 338, 1, "", None, "", {"archived": True}),
    Someone("Farah Aziz", "Civic Threads", "Community lead", 279, 1, "connector", "2m", "events",
            {"paused": True, "notes": "on leave; will write when back"}),
    Someone("Henrik Solberg", "Fjordline Capital", "Partner", 33, 1, "sponsor", None, "",
            {"imported": True, "links": ("https://example.org/henrik-solberg",),
             "specialities": ("financing depots and their charging",)}),
    Someone("Rosa Delgado", "Brightpier", "Managing director", 480, 4, "mentor", "none", "board"),
    Someone("Anneke de Vries", "Canalside Works", "Co-founder", 365, 4, "peer", "2w", "",
            {"expect": "off", "birthday": -40, "emails": ("anneke@example.org",)}),
)

JOURNALS = {
    "Nadia Rahman": """
352 coffee them > got int.strategic: José, who plans timetables | about José Vidal | thanked
| helped
318 197 72 coffee me: who is looking for whom
296 coffee both > need hosts for a small data breakfast #events
> gave kno.trend/s: what freight buyers asked for this quarter | landed > phase 3
260 112 call them: a quick word before a meetup
224 event them > got opp.speaking: a slot at the spring data meetup | thanked | big two new leads
> signal invited-me
190 > phase 4
163 email them > got int.client/l: the planners at Tallgrass Foods | thanked | big a first pilot
> signal introduced-me
128 coffee me > gave rec.reference/s: a line for the panel organisers > signal replied-promptly
45 coffee them > got int.partner: Mei Ling | about Mei Ling Chua > signal introduced-me
""",
    "Ana Ruiz": """
361 meal me > got adv.consulting: how a board reads a platform budget | thanked
331 194 141 75 coffee me: how the platform grows
303 call them > signal asked-advice > high a Rust reviewer #rust
281 coffee me > gave kno.technology: what small models can and cannot do | landed
255 video me > got adv.feedback/l: the strategy paper, line by line | thanked | big it was adopted
240 > phase 4
222 coffee both > signal told-me-mistake: the second slide hid the point
169 call them > got kno.internal: how a large buyer decides | thanked | helped
110 coffee them > gave adv.technical/s: a second look at the queue design
> interest field notes from ports #ports
60 call me: a merger fills the calendar > phase 3: listening first while the merger lasts
17 coffee me > got adv.problem-solving: two roadmaps untangled | thanked > signal replied-promptly
""",
    "Katarzyna Nowak": """
336 video me > got adv.training: openings that hold a room | thanked
301 211 121 video me: practice, with a recording
266 video both > got adv.feedback: the recorded keynote | thanked | helped
> need clients among engineers #coaching #engineering
230 call them > phase 3
188 email me
146 video me > got adv.training/l: two rehearsals | thanked | big the hall stayed to the end
93 event me: came to the autumn talk > signal spoke-well
58 video me > got adv.support/s: a calm call before the board day
""",
    "Ben Adler": """
354 coffee me > gave adv.technical: a plan for splitting the monolith | landed | helped
333 217 call them: a release that went wrong
322 coffee them > need tuning notes for their queues #platform > signal asked-advice
315 email me > gave kno.technology: notes on queue tuning | meets tuning notes | landed
310 > phase 3
283 meal me > gave int.talent/l: a data engineer who joined the team | landed | big hired in a month
247 coffee them > got kno.customer/s: what their support desk hears
205 > phase 4
176 message me > gave rec.amplification: their release notes, passed on | nothing no replies
141 call them > gave adv.problem-solving: an evening on a broken release | helped
> signal asked-advice
100 event me > gave opp.speaking: a place on the autumn panel | landed > signal accepted-meeting
""",
    "Priya Raghavan": """
508 coffee me > gave adv.feedback: a first talk, rehearsed twice
431 call me > gave int.strategic: the editor of a trade newsletter
402 376 289 203 136 call me: how the team does
331 coffee me > gave kno.technology: a worked example of shared features
> need somebody to compare platform budgets with #budgets
247 message me > gave opp.job/l: word of a lead position | nothing stayed where things went well
166 coffee both > gave adv.consulting: how to plan a first team budget | meets somebody to compare
108 video them > got kno.trend/s: what the summer conference missed
74 43 12 call both: budgets and plans
""",
    "Jürgen Brandt": """
356 video me > gave adv.process: how we review what went wrong | landed > signal value-recognised
338 207 video both: field test, week by week
321 call them > got kno.technology: sensor drift, explained > need field data from cold stores #cold
318 > phase 4
270 meeting both > gave opp.project/l: a joint test in two cold stores | meets field data | landed
| big the test became a product > signal joint-work
226 email them > got adv.technical: a review of the gateway design | thanked | helped
183 meeting me > signal accepted-meeting
160 call me > signal replied-promptly
150 > phase 5
138 email me > gave int.client: Chidi, who needs cold chain data | about Chidi Eze | for both
111 email them > got rec.credit/s: named in the field test report | thanked > signal spoke-well
93 video me > gave kno.customer: what drivers say about the display > signal accepted-meeting
62 coffee them > signal replied-promptly, invited-me
""",
    "Chidi Eze": """
359 coffee them > got int.client: a shipping line in need of forecasts | thanked | helped
338 288 190 call both: news from the quays
312 call me > gave kno.trend/s: three charts on port delays | landed
> need stories for a podcast on ports #ports #media
304 > phase 3
258 event them > got opp.speaking/s: five minutes at the harbour evening
240 event both: the harbour dinner > with Nadia Rahman, Margit Sørensen
214 coffee me > gave int.partner: Zoë, who draws what ports do | about Zoë Marchand | for both
| meets stories for a podcast | landed | helped
171 email them > got int.talent: two graduates for the summer | thanked | helped
> signal introduced-me
140 > phase 4
129 call me > gave opp.project/s: a trial of our own tracking tool | self-interest
104 message me
88 coffee them > got kno.competition: who else courts the shipping line > signal replied-promptly
50 coffee me
""",
    "Siobhán Kelly": """
311 event both: side by side at a workshop
306 email me
300 > phase 2
262 video them > got adv.feedback/s: a kinder way to open reviews
> interest how newcomers learn on call #teaching
205 video me > gave kno.internal/s: our notes for the first week on call
150 event them > got adv.training: an afternoon on hard conversations | thanked | helped
95 call me
40 call them > got adv.support/s: encouragement before a hard meeting > signal offered-help
""",
    "Zoë Marchand": """
228 event me: met at a design evening
219 email me > gave kno.trend/s: what buyers of explainers ask for
196 coffee me > phase 2
176 email me > gave int.client: Chidi, who looks for explainers | about Chidi Eze | landed | helped
155 54 call both: how the studio does
132 video me > gave adv.feedback: the pitch, read as a buyer would | landed
> signal value-recognised > need a first reference client #sales
84 message me > gave opp.project/s: a brochure for the spring fair | landed
33 call them > got rec.credit/s: thanks on the studio page > signal replied-promptly
9 call me > interest how freight firms buy #freight
""",
    "Nguyễn Minh Anh": """
223 video them: wrote first, after the meetup > signal reached-out
215 video me > phase 2
190 video me > gave adv.technical: a first shape for harvest data | landed | helped
201 176 145 107 94 68 38 24 10 call both: half an hour on data
161 message me > gave kno.technology/s: a primer on storing time
153 call them > need a second pair of eyes on the data model #data > signal asked-advice
131 video me > gave adv.feedback: the data model, table by table | meets a second pair | landed
120 > phase 3
82 email me > gave int.strategic: Ana, who has done this at scale | about Ana Ruiz | for person
52 call them > got kno.customer/s: what growers will and will not log > signal value-recognised
""",
    "Tariq Haddad": """
196 meeting me
182 email me > phase 2
168 meeting me > gave kno.trend: where depot tenders are heading
> need a clear picture of depot charging #energy
139 call me > gave adv.process/s: how we plan a night shift
112 message me > gave kno.competition/s: two new suppliers to know | nothing known already
105 > phase 3
75 meal me > gave rec.credit: the depot programme, praised before our board
""",
    "Margit Sørensen": """
358 meeting them > got opp.project/l: the lead of the forecasting programme | thanked | big
332 meeting me > gave adv.delivery/s: the first milestone, ahead of its day | landed
> need plain words on AI risk for the board #board #risk
305 meeting both: the programme, one month in
298 > phase 4
276 event them > got rec.amplification: the team named in the yearly review | thanked
> signal spoke-well
233 meeting me > gave kno.technology/s: two pages on AI risk | meets plain words | landed | helped
191 meeting them > signal accepted-meeting, invested-more
176 email me > signal replied-promptly
170 > phase 5
152 call them > got rec.press: a quote in a trade paper | thanked
121 meeting me: half-year review
88 event them > got opp.speaking/l: the closing talk at the supplier day | thanked | big
30 meeting both > signal replied-promptly, invited-me
""",
    "田中 陽子": """
350 video me > gave kno.customer: how northern plants buy sensors | landed
318 email them > got kno.technology: calibration notes, translated | thanked | helped
> need a partner for a pilot in Hamburg #sensors
310 video both > phase 3
238 email me > gave int.partner: Jürgen, who tests in the cold | about Jürgen Brandt | for both
| meets a partner for a pilot | landed | big a joint order
205 video both: planning the pilot > signal accepted-meeting
180 > phase 4
173 email them > got adv.technical: a check of our sensor budget | thanked > signal offered-help
120 video me
40 video me > gave kno.trend/s: what the autumn fair showed
> got kno.competition/s: prices seen at the same fair
""",
    "José Vidal": """
345 coffee both: introduced by Nadia
338 > phase 2
304 coffee me > gave kno.technology: how we test simulations > need a way to test timetables #rail
268 video me > phase 3
252 coffee them > got kno.internal: how a railway plans a year | thanked
221 video me > gave adv.technical: a simulation of late trains | meets a way to test | landed
| helped the spring timetable held
193 coffee both > signal asked-advice
182 > phase 4
152 video them > got adv.feedback: the programme paper, marked up | thanked | helped
130 meeting them: the demo, joined late
121 coffee me > gave rec.amplification/s: their talk, passed on to planners
96 coffee me > signal accepted-meeting
86 email me > signal replied-promptly
80 > phase 5
64 meeting them > got opp.project: a seat in the timetable study | thanked > signal joint-work
35 coffee me > gave kno.trend/s: what other railways try
12 call both: the study, first results
""",
    "Grace Mwangi": """
340 meeting me > got adv.consulting: how to begin where nothing may fail | thanked
255 email me > gave kno.technology: what alarms tell and hide
236 call both: how the first ward went
170 coffee me > got adv.feedback/s: the shorter plan reads better
> need voices from industry for a study day #health #events
154 > phase 3
118 call me
45 email me > gave int.strategic/s: Tariq, who spoke about night shifts | about Tariq Haddad
""",
    "Dee Park": """
349 coffee me > gave adv.training: a guest hour on version control | landed
327 269 call both: the next term
314 coffee them > need guest speakers from practice #teaching #speaking > signal asked-advice
307 > phase 3
288 coffee them > got kno.trend/s: what learners ask for now
231 event me > gave int.talent/s: a colleague who gave a guest hour | landed | meets guest speakers
186 coffee them > got int.talent: two interns | thanked | helped > signal introduced-me
163 > phase 4
142 coffee both: what juniors need > with Ben Adler
125 event them > got opp.speaking: the graduation talk | thanked > signal invited-me
83 coffee me > gave adv.feedback: the new course outline
20 coffee them > signal replied-promptly, asked-advice
""",
    "Oskar Lindqvist": """
16 email me > gave kno.trend/s: a note on delays in cold chains
""",
    "Mei Ling Chua": """
30 video me > phase 2
14 coffee both > gave kno.customer/s: which open data freight firms would use
> interest small firms that bid for public work #public
""",
    "Daniel Abrams": """
331 coffee me
302 > phase 2
264 call me > gave adv.support/s: encouragement in a job search
""",
    "Farah Aziz": """
272 event me
250 coffee them > got kno.trend/s: which meetups still fill a room
241 > phase 2
170 coffee me > gave opp.speaking: a speaker for the summer meetup | landed
""",
    "Rosa Delgado": """
470 meal me > got adv.consulting/s: how to leave a meeting with a decision
431 call me > gave kno.technology/s: a reading list on forecasting
396 call me > got adv.support/s: a kind word after a hard quarter
200 > phase 2: the last project together is over
""",
    "Anneke de Vries": """
355 341 318 301 286 268 249 233 195 179 164 148 116 102 87 71 56 37 21 4 meal both
327 meal me > gave adv.support/l: a long evening on the hard year | landed
262 meal them > got adv.support: the same, the other way round
> need calm days to write #writing
217 meal both > got opp.project: a weekend build for the village hall | thanked
> signal accepted-meeting, replied-promptly
210 > phase 5
132 meal me > gave int.client: a first order from Quillmark | landed | about Ben Adler | helped
> signal replied-promptly, invited-me
52 call them > got adv.problem-solving: a name for the new product | thanked
""",
}

# Person, by, wording, what, made, due, days of word given, closing and its day.
PROMISES: tuple[tuple[Any, ...], ...] = (
    ("Nadia Rahman", "me", "promise", "report on the first talk", 45, -4, (), None, None),
    ("Dee Park", "me", "try", "send the workshop outline", 20, 9, (), None, None),
    ("Ana Ruiz", "me", "promise", "a summary of the risk paper", 169, 155, (158,), "told", 158),
    ("Ben Adler", "me", "promise", "send the checklist for releases", 141, 130, (), "kept", 133),
    ("Chidi Eze", "me", "try", "names for the harbour panel", 190, 176, (), "late", 165),
    ("Siobhán Kelly", "me", "try", "write a page for the course", 150, 120, (), "dropped", 110),
    ("Jürgen Brandt", "me", "promise", "share the field test data", 160, 149, (152,), "late", 140),
    ("José Vidal", "me", "promise", "send the simulation notes", 221, 207, (), "kept", 210),
    ("José Vidal", "me", "promise", "review the study plan", 64, 50, (), "kept", 55),
    ("Margit Sørensen", "me", "promise", "the quarter in two pages", 121, 107, (), "kept", 110),
    ("Katarzyna Nowak", "me", "try", "find two more clients", 211, 150, (), "released", 146),
    ("Nguyễn Minh Anh", "me", "promise", "look at the second file", 10, None, (), None, None),
    ("田中 陽子", "me", "promise", "prices from the spring fair", 40, -25, (), None, None),
    ("Grace Mwangi", "them", "promise", "name two readers for the draft", 45, 10, (), None, None),
    ("Zoë Marchand", "them", "promise", "send three sketches", 84, 60, (), "kept", 63),
)

# Person, what, asked, respond by, what makes it easy, answer, answered, thanked.
ASKS: tuple[tuple[Any, ...], ...] = (
    ("Jürgen Brandt", "a quote for the case study", 93, 79, "a draft was attached", "yes", 86, 62),
    ("José Vidal", "an hour with the planners", 96, 82, "any day in two weeks", "yes", 86, 86),
    ("Chidi Eze", "a table at the harbour dinner", 88, 70, "two seats would do", "no", 76, None),
    ("Margit Sørensen", "a second year for the programme", 30, -9, "one page", "open", None, None),
    ("Ana Ruiz", "a line for the conference committee", 141, 127, "three dates", "none", 120, None),
)

# Person, by, what, day, severity, repaired.
INCIDENTS: tuple[tuple[Any, ...], ...] = (
    ("José Vidal", "me", "came late to the demo and missed the start", 130, "minor", 121),
    ("Ben Adler", "them", "passed on a draft shared in confidence", 120, "major", None),
)

# Person, text, category, size, noted.
IDEAS = (
    ("Ana Ruiz", "a review of the new Rust service", "advice", "medium", 40),
    ("Katarzyna Nowak", "an evening with three engineers who speak", "introductions", "medium", 26),
    ("Dee Park", "an interview for the newsletter of the school", "recognition", "small", 61),
    ("Tariq Haddad", "a visit to the depot that charges at night", "knowledge", "medium", 12),
)

# Person, to whom, for whom, what for, the need of the first, noted, both asked.
INTRODUCTIONS = (
    ("Ana Ruiz", "Ifeoma Bassey", "both", "a morning at the quay, a view of platforms",
     "field notes from ports", 40, 16),
)

# Text, tags, category, angle, noted.
OFFERS = (
    ("code reviews in Rust and Python", "rust platform", "advice", "technical", 330),
    ("a guest hour on how data teams work", "teaching speaking", "knowledge",
     "cross-industry", 250),
    ("a view of how freight firms buy", "freight ports", "knowledge", "market", 212),
    ("how engineers choose tools and coaches", "coaching engineering", "knowledge",
     "generational", 150),
    ("a read of a pitch as a buyer would", "sales", "advice", "market", 90),
    ("notes on working across northern Europe and Japan", "", "knowledge", "cultural", 45),
)

# Text, tags, category, expires, noted.
OPPORTUNITIES = (
    ("a call for talks on public transport data", "rail speaking public", "opportunities", -24, 10),
    ("a depot tender that looks for partners", "energy", "opportunities", -41, 20),
    ("a study day that wants voices from industry", "health events", "opportunities", -13, 16),
    ("two free places at a workshop on hiring", "hiring", "knowledge", 30, 47),
)
