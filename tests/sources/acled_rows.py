"""Made-up rows in ACLED's layouts: no event of ACLED's data is among them."""

from __future__ import annotations

from collections.abc import Mapping

OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
).split(",")
NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
    "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
    "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
LATEST = [*NEW, "population_1km", "population_2km", "population_5km", "population_best"]
LAYOUTS = {"old": OLD, "new": NEW, "latest": LATEST}
TAGS = {
    "event_date": "#date+occurred",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "country": "#country",
}

CLASH = {
    "data_id": "1000001",
    "iso": "466",
    "event_id_cnty": "MLI90001",
    "event_id_no_cnty": "90001",
    "event_date": "16-Feb-21",
    "year": "2021",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "JNIM: Group for Support of Islam and Muslims",
    "assoc_actor_1": "Katiba Macina",
    "inter1": "2",
    "actor2": "Military Forces of Mali (2020-2021)",
    "assoc_actor_2": "GATIA; Some Unlisted Band",
    "inter2": "1",
    "interaction": "12",
    "region": "Western Africa",
    "country": "Mali",
    "admin1": "Mopti",
    "admin2": "Bankass",
    "admin3": "Bankass",
    "location": "Imaginary Wells",
    "latitude": "14.0750",
    "longitude": "-3.5170",
    "geo_precision": "1",
    "source": "Paper of Nowhere; Radio Nowhere; paper of nowhere",
    "source_scale": "National",
    "notes": 'On 16 February 2021, invented men fought invented men at "Imaginary Wells";\nfour died.',
    "fatalities": "4",
    "timestamp": "1613500000",
    "iso3": "MLI",
    "population_best": "1200",
}
ATTACK = CLASH | {
    "event_id_cnty": "BFO90002",
    "event_date": "12-September-22",
    "time_precision": "2",
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "actor1": "Unidentified Armed Group (Burkina Faso)",
    "assoc_actor_1": "",
    "inter1": "3",
    "actor2": "Civilians (Burkina Faso)",
    "assoc_actor_2": "Teachers (Burkina Faso)",
    "inter2": "7",
    "interaction": "37",
    "country": "Burkina Faso",
    "location": "Imaginary Hill",
    "latitude": "13.9",
    "longitude": "-0.4",
    "geo_precision": "2",
    "fatalities": "0",
    "iso3": "BFA",
    "civilian_targeting": "Civilian targeting",
}
PROTEST = CLASH | {
    "event_id_cnty": "NIR90003",
    "event_date": "2023-08-15",
    "time_precision": "3",
    "disorder_type": "Demonstrations",
    "event_type": "Protests",
    "sub_event_type": "Excessive force against protestors",
    "actor1": "Police Forces of Niger (2023-)",
    "assoc_actor_1": "",
    "inter1": "1",
    "actor2": "Protesters (Niger)",
    "assoc_actor_2": "",
    "inter2": "6",
    "interaction": "16",
    "country": "Niger",
    "location": "Niamey",
    "latitude": "13.51",
    "longitude": "2.11",
    "geo_precision": "3",
    "fatalities": "1",
    "iso3": "NER",
    "tags": "crowd size=about 200",
}
ROWS = (CLASH, ATTACK, PROTEST)
# How the layout since 2025 writes the kinds of actors.
TEXTS = {
    "1": "State forces",
    "2": "Rebel group",
    "3": "Political militia",
    "6": "Protesters",
    "7": "Civilians",
}


def in_layout(row: Mapping[str, str], layout: str) -> dict[str, str]:
    """A row as a layout writes it."""
    out = {column: row.get(column, "") for column in LAYOUTS[layout]}
    if layout == "latest":
        out |= {column: TEXTS[out[column]] for column in ("inter1", "inter2")}
        out["interaction"] = f"{out['inter1']}-{out['inter2']}"
    return out
