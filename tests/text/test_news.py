"""Constructions of English news that nobody had tuned for: own sentences, one a fault that was mended."""

from __future__ import annotations

import pytest

IED = "Remote explosive/landmine/IED"


def told(drafts, text: str, **headers):
    return [d for d in drafts(text, **headers) if d.status in ("realised", "background")]


def only(drafts, text: str, **headers):
    (draft,) = told(drafts, text, **headers)
    return draft


@pytest.mark.parametrize(
    "text",
    [
        "Mali fights an insurgency linked to al-Qaida that’s killed thousands in Gao.",
        "The group’s insurgency has killed 36,000 people in Gao and beyond, aid workers say.",
        "FILE - In this July 17, 2012 photo, soldiers attacked in Gao take cover.",
    ],
)
def test_what_is_no_event(drafts, text: str) -> None:
    assert told(drafts, text) == []


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Gunmen killed 15 people in Gao on 1 July 2025. A teacher was among the dead.", (15, 15)),
        ("Gunmen killed 15 villagers in Gao on 1 July 2025. The attack killed a man of 80.", (15, 15)),
        ("Five rangers and seven soldiers were killed in an attack in Gao on 1 July 2025.", (12, 12)),
    ],
)
def test_the_dead(drafts, text: str, killed: tuple[int, int]) -> None:
    toll = only(drafts, text).killed
    assert (toll.low, toll.high) == killed


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("Two soldiers died on 1 July 2025 when their convoy hit explosives near Gao.", IED),
        ("Two troops were killed in Gao on 1 July 2025. Their truck had set off a mine.", IED),
        ("Five rangers and seven soldiers were killed in an attack in Gao on 1 July 2025.", "Armed clash"),
        (
            "On 1 July 2025 the Malian army destroyed a large terrorist base near Gao. Then came airstrikes.",
            "Air/drone strike",
        ),
        ("Protesters met tear gas in Gao on Friday. The protesters threw stones.", "Violent demonstration"),
        (
            "A woman blew herself up in Gao on 1 July 2025. In the stampede the suicide bomber ran.",
            "Suicide bomb",
        ),
    ],
)  # fmt: skip
def test_the_kind_of_event(drafts, text: str, sub_event_type: str) -> None:
    assert only(drafts, text).sub_event_type == sub_event_type


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Gunmen killed two men in Gao on 1 July 2025. Both men attributed the attack to JNIM.", {"JNIM"}),
        (
            "A drone strike killed two men in Gao on 1 July 2025. Rebels blamed the army of the Malian junta"
            " and mercenaries of the Wagner group for it.",
            {"FAMa", "Wagner"},
        ),
        (
            "A landmine suspected to have been laid by jihadists killed two in Gao on 1 July 2025.",
            {"Unidentified"},
        ),
    ],
)  # fmt: skip
def test_who_is_blamed(drafts, text: str, claims: set[str]) -> None:
    assert {c.actor for c in only(drafts, text).claims} == claims


def test_who_nobody_knows_is_not_the_group_named_elsewhere(drafts) -> None:
    text = (
        "Two men were abducted in Gao on 1 July 2025. JNIM hides there."
        " The group behind the attack has not yet been identified."
    )
    assert [a.id for a in only(drafts, text).actors] == ["Unidentified"]


def test_the_village_that_a_chief_names_is_where_the_attackers_came(drafts) -> None:
    text = (
        "Ten people died on 1 July 2025 when a suicide bomber struck in northern Mali."
        " The chief of the village of Tessit said the attackers arrived at night."
    )
    assert only(drafts, text).place.name == "Tessit"


def test_an_attack_told_first_without_a_place_is_the_one_placed_later(drafts) -> None:
    text = "JNIM killed 92 Malian troops in an attack on a base. The attack on Monday in Djibo began at dawn."
    assert only(drafts, text).place.name == "Djibo"


def test_a_protest_at_an_embassy_is_where_the_embassy_stands(drafts) -> None:
    text = "On Friday police in Mali fired tear gas at protesters near the French embassy in Bamako."
    assert only(drafts, text).place.name == "Bamako"


def test_a_tribute_has_a_day_of_its_own(drafts) -> None:
    text = "JNIM killed 92 troops in Gao. On Tuesday he paid tribute to the 92 dead."
    assert only(drafts, text).interval is None


def test_rebels_do_not_speak_for_days(drafts) -> None:
    text = "In July 2024 rebels claimed to have killed 84 soldiers in Gao."
    draft = only(drafts, text)
    assert (str(draft.interval.start), str(draft.interval.end)) == ("2024-07-01", "2024-07-31")


def test_the_sentences_of_place_and_date_are_evidence(drafts) -> None:
    text = "Gunmen killed two men on 1 July 2025. The attack went on. The attack grew. The attack hit Gao."
    draft = only(drafts, text)
    sentences = {span.text for field, span in draft.evidence if field == "sentence"}
    assert all(any(draft.place.span.text in s for s in sentences) for _ in sentences)


@pytest.mark.parametrize(
    "text",
    [
        "In January the UN chief said more than half of the attacks targeted security forces in Gao.",
        "The group has carried out numerous attacks in Gao and Bankass.",
        "Troops found a camp in Gao on 1 July 2025. Weapons and equipment were seized.",
        "On 1 July 2025 JNIM went on with its blockade of Gao.",
        "Read also: Gunmen killed two men in Gao on 1 July 2025",
        "Militant groups have intensified attacks in Gao and Bankass.",
    ],
)
def test_what_tells_no_event_of_its_own(drafts, text: str) -> None:
    assert told(drafts, text) == []


@pytest.mark.parametrize(
    ("text", "actors", "claims"),
    [
        (
            "Gunmen killed 14 in Gao on 1 July 2025."
            " It was not claimed but attributed to a group linked to Katiba Macina.",
            {"FLM"},
            {("FLM", "attributed"), ("Unidentified", "not_claimed")},
        ),
        (
            "Jihadists linked to al-Qaida claim responsibility for an attack in Gao on 1 July 2025."
            " The group Al Mourabitoun, allied to al-Qaeda, claimed responsibility for the attack.",
            {"AlMurabitun"},
            {("AlMurabitun", "claimed")},
        ),
        (
            "Suspected militants raided Gao on 1 July 2025. “Boko Haram killed six men,” a villager said.",
            {"BokoHaram"},
            {("Unidentified", "suspected"), ("BokoHaram", "attributed")},
        ),
        (
            "Rebels killed 84 Wagner fighters and 47 Malian soldiers near Gao on 1 July 2025.",
            {"Unidentified", "Wagner", "FAMa"},
            set(),
        ),
    ],
)  # fmt: skip
def test_the_parties_and_claims(drafts, text: str, actors: set[str], claims: set[tuple[str, str]]) -> None:
    draft = only(drafts, text)
    assert {a.id for a in draft.actors} == actors
    assert {(c.actor, c.status) for c in draft.claims} == claims


@pytest.mark.parametrize(
    ("text", "outcome", "count"),
    [
        ("On 1 July 2025, 279 girls were freed after being abducted from a school in Gao.", "abducted", 279),
        ("Awa Ba is free. Ba, who ran a charity for children, was abducted in Gao in 2016.", "abducted", 1),
        ("A priest, Father Ali Ba, was killed in a raid in Gao on 1 July 2025.", "killed", 1),
        ("Awa Ba was abducted in Gao on 1 July 2025 ahead of an election.", "abducted", 1),
    ],
)  # fmt: skip
def test_people_told_by_name_or_freed(drafts, text: str, outcome: str, count: int) -> None:
    assert getattr(only(drafts, text), outcome).low == count


def test_people_seized_and_killed_were_killed(drafts) -> None:
    text = "Gunmen raided Gao on 1 July 2025. The gunmen seized six men and slaughtered them."
    assert only(drafts, text).sub_event_type == "Attack"


def test_a_name_that_no_group_bore_then_leaves_its_word_for_doers(drafts) -> None:
    text = "Tuareg rebels killed two men in Gao on 1 July 2020."
    (draft,) = told(drafts, text, on="2020-07-03")
    assert [a.id for a in draft.actors] == ["Unidentified"]


def test_an_air_strike_told_without_a_day_is_the_raid_told_with_one(drafts) -> None:
    text = "French warplanes struck militants in central Mali. The raid took place near Gao on Saturday."
    draft = only(drafts, text)
    assert (draft.sub_event_type, draft.place.name, str(draft.interval.start)) == (
        "Air/drone strike",
        "Gao",
        "2025-07-05",
    )


def test_a_mine_tells_how_a_bare_attack_was_done(drafts) -> None:
    text = (
        "Four soldiers killed in Mali attack. Four soldiers were killed on 1 July 2025 after a convoy"
        " struck an explosive device. The attack took place near Gao."
    )
    assert only(drafts, text).sub_event_type == IED


def test_another_number_of_people_is_no_other_attack(drafts) -> None:
    text = (
        "Gunmen killed 17 soldiers in an ambush in Mali."
        " Another 11 are missing after the gunmen attacked the troops in Gao on 1 July 2025."
    )
    draft = only(drafts, text)
    assert (draft.place.name, draft.killed.low) == ("Gao", 17)


def test_a_dated_clause_tells_another_deed_at_the_place(drafts) -> None:
    text = (
        "Gunmen attacked troops in Gao on 1 July 2025. The attack occurred in the same region where militants"
        " killed four US special forces and four soldiers in an ambush in October 2017."
    )
    drafted = [(d.place.name, str(d.interval.start), d.killed and d.killed.low) for d in told(drafts, text)]
    assert drafted == [("Gao", "2025-07-01", None), ("Gao", "2017-10-01", 8)]


@pytest.mark.parametrize(
    "text",
    [
        "The Malian air force said it had struck a JNIM hideout in Gao on 1 July 2025.",
        "Jets bombarded a JNIM camp in Gao on 1 July 2025.",
        "On 1 July 2025 jets rained their missiles on fighters in Gao.",
    ],
)
def test_who_strikes_from_the_air(drafts, text: str) -> None:
    assert only(drafts, text).sub_event_type == "Air/drone strike"


def test_a_group_told_as_anothers_is_the_one_that_is_suspected(drafts) -> None:
    text = (
        "Suspected members of al-Qaeda’s Group for Support of Islam and Muslims killed two men in Gao"
        " on 1 July 2025."
    )
    assert {c.actor for c in only(drafts, text).claims} == {"JNIM"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ali Ba, mayor of nearby Bankass, said gunmen attacked Bandiagara on 1 July 2025.", "Bandiagara"),
        ("The attackers killed residents of the village of Tessit on 1 July 2025, he said.", "Tessit"),
        ("A convoy came under fire near Gao on 1 July 2025.", "Gao"),
    ],
)  # fmt: skip
def test_where_an_attack_was(drafts, text: str, place: str) -> None:
    assert only(drafts, text).place.name == place


def test_a_militia_beside_the_soldiers_killed_was_struck_with_them(drafts) -> None:
    text = "ISWAP killed seven soldiers and four Civilian JTF in an ambush in Gao on 1 July 2025."
    assert {(a.id, a.role) for a in only(drafts, text).actors} >= {
        ("ISWAP", "perpetrator"),
        ("CJTF", "side_b"),
    }


def test_a_date_long_before_a_statement_is_of_another_event(drafts) -> None:
    text = (
        "A man has been abducted in Bamako, sources said Wednesday."
        " An aid worker, Awa Ba, was kidnapped in October 2016 in Mali."
    )
    assert [str(d.interval.start) for d in told(drafts, text)] == ["2025-07-09", "2016-10-01"]
