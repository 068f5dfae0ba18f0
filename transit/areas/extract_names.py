"""Names of the OSM extracts of each département: régions as they were before 2016, and its own.

The first is the index's name of the région; the second, with underscores, that of the
volunteers' mirror, which also has a file a département. `corse`, `reunion` and most names of
the mirror were not checked against a server: a name the index does not know is a clear line.
"""

_REGIONS: dict[str, dict[str, str]] = {
    "alsace": {
        "67": "bas_rhin",
        "68": "haut_rhin",
    },
    "aquitaine": {
        "24": "dordogne",
        "33": "gironde",
        "40": "landes",
        "47": "lot_et_garonne",
        "64": "pyrenees_atlantiques",
    },
    "auvergne": {
        "03": "allier",
        "15": "cantal",
        "43": "haute_loire",
        "63": "puy_de_dome",
    },
    "basse-normandie": {
        "14": "calvados",
        "50": "manche",
        "61": "orne",
    },
    "bourgogne": {
        "21": "cote_d_or",
        "58": "nievre",
        "71": "saone_et_loire",
        "89": "yonne",
    },
    "bretagne": {
        "22": "cotes_d_armor",
        "29": "finistere",
        "35": "ille_et_vilaine",
        "56": "morbihan",
    },
    "centre": {
        "18": "cher",
        "28": "eure_et_loir",
        "36": "indre",
        "37": "indre_et_loire",
        "41": "loir_et_cher",
        "45": "loiret",
    },
    "champagne-ardenne": {
        "08": "ardennes",
        "10": "aube",
        "51": "marne",
        "52": "haute_marne",
    },
    "corse": {
        "2A": "corse_du_sud",
        "2B": "haute_corse",
    },
    "franche-comte": {
        "25": "doubs",
        "39": "jura",
        "70": "haute_saone",
        "90": "territoire_de_belfort",
    },
    "haute-normandie": {
        "27": "eure",
        "76": "seine_maritime",
    },
    "ile-de-france": {
        "75": "paris",
        "77": "seine_et_marne",
        "78": "yvelines",
        "91": "essonne",
        "92": "hauts_de_seine",
        "93": "seine_saint_denis",
        "94": "val_de_marne",
        "95": "val_d_oise",
    },
    "languedoc-roussillon": {
        "11": "aude",
        "30": "gard",
        "34": "herault",
        "48": "lozere",
        "66": "pyrenees_orientales",
    },
    "limousin": {
        "19": "correze",
        "23": "creuse",
        "87": "haute_vienne",
    },
    "lorraine": {
        "54": "meurthe_et_moselle",
        "55": "meuse",
        "57": "moselle",
        "88": "vosges",
    },
    "midi-pyrenees": {
        "09": "ariege",
        "12": "aveyron",
        "31": "haute_garonne",
        "32": "gers",
        "46": "lot",
        "65": "hautes_pyrenees",
        "81": "tarn",
        "82": "tarn_et_garonne",
    },
    "nord-pas-de-calais": {
        "59": "nord",
        "62": "pas_de_calais",
    },
    "pays-de-la-loire": {
        "44": "loire_atlantique",
        "49": "maine_et_loire",
        "53": "mayenne",
        "72": "sarthe",
        "85": "vendee",
    },
    "picardie": {
        "02": "aisne",
        "60": "oise",
        "80": "somme",
    },
    "poitou-charentes": {
        "16": "charente",
        "17": "charente_maritime",
        "79": "deux_sevres",
        "86": "vienne",
    },
    "provence-alpes-cote-d-azur": {
        "04": "alpes_de_haute_provence",
        "05": "hautes_alpes",
        "06": "alpes_maritimes",
        "13": "bouches_du_rhone",
        "83": "var",
        "84": "vaucluse",
    },
    "rhone-alpes": {
        "01": "ain",
        "07": "ardeche",
        "26": "drome",
        "38": "isere",
        "42": "loire",
        "69": "rhone",
        "73": "savoie",
        "74": "haute_savoie",
    },
    "guadeloupe": {
        "971": "guadeloupe",
    },
    "martinique": {
        "972": "martinique",
    },
    "guyane": {
        "973": "guyane",
    },
    "reunion": {
        "974": "reunion",
    },
    "mayotte": {
        "976": "mayotte",
    },
}
NAMES: dict[str, tuple[str, str]] = {
    code: (region, own) for region, owns in _REGIONS.items() for code, own in owns.items()
}
