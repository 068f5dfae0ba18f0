import json

import numpy as np
import pytest

from geo_matching.common.errors import InputError
from transit.network.storage import (
    FORMAT_VERSION,
    Kind,
    TextTable,
    load_network,
    save_network,
)

ARRAYS = {"numbers": np.arange(5, dtype=np.int32), "empty": np.empty(0, np.float64)}
TEXTS = {"name": ["Gare", "", "Hôtel de Ville"]}
OTHER = Kind("set of others", "build_others", FORMAT_VERSION)


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "network"
    save_network(out, ARRAYS, TEXTS, {"counts": {"stops": 3}})
    return out


def everything_below(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_saved_comes_back(folder):
    arrays, texts, manifest = load_network(folder)
    assert arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    assert arrays["empty"].shape == (0,)
    assert list(texts["name"]) == ["Gare", "", "Hôtel de Ville"]
    assert texts["name"][1:] == ["", "Hôtel de Ville"]
    assert manifest["counts"] == {"stops": 3}


def test_arrays_are_mapped_read_only(folder):
    arrays, _, _ = load_network(folder)
    assert type(arrays["numbers"]) is np.ndarray
    assert isinstance(arrays["numbers"].base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        arrays["numbers"][0] = 1


def test_same_content_same_bytes(folder, tmp_path):
    save_network(tmp_path / "again", ARRAYS, TEXTS, {"counts": {"stops": 3}})
    assert everything_below(folder) == everything_below(tmp_path / "again")


def test_a_failure_leaves_the_old_network_whole(folder, tmp_path):
    before = everything_below(folder)

    def fail(_draft):
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left on device"):
        save_network(folder, {"numbers": np.zeros(9)}, {}, {}, finish=fail)
    assert everything_below(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["network"]


def test_a_new_network_takes_the_place_of_the_old(folder, tmp_path):
    save_network(folder, {"numbers": np.zeros(2)}, {}, {})
    arrays, texts, _ = load_network(folder)
    assert arrays["numbers"].tolist() == [0.0, 0.0]
    assert texts == {}
    assert [path.name for path in tmp_path.iterdir()] == ["network"]


def test_a_folder_of_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "letters.txt").write_text("keep me")
    with pytest.raises(InputError, match="something else than a network"):
        save_network(tmp_path, ARRAYS, TEXTS, {})
    assert (tmp_path / "letters.txt").read_text() == "keep me"


def test_one_kind_does_not_pass_for_another(folder, tmp_path):
    save_network(tmp_path / "others", ARRAYS, {}, {}, kind=OTHER)
    assert load_network(tmp_path / "others", OTHER)[0]["numbers"].tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(InputError, match="is not a built network"):
        load_network(tmp_path / "others")
    with pytest.raises(InputError, match=r"set of others: build it again with build_others"):
        load_network(folder, OTHER)
    before = everything_below(folder)
    with pytest.raises(InputError, match="something else than a set of others"):
        save_network(folder, ARRAYS, {}, {}, kind=OTHER)
    assert everything_below(folder) == before


def damage_version(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["version"] = FORMAT_VERSION + 1
    (folder / "manifest.json").write_text(json.dumps(manifest))


def damage_array(folder):
    np.save(folder / "numbers.npy", np.zeros(3))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "not a built network"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "unreadable manifest"),
        (damage_version, "another version"),
        (lambda folder: (folder / "numbers.npy").unlink(), "misses numbers.npy"),
        (lambda folder: (folder / "numbers.npy").write_bytes(b"half"), "misses numbers.npy"),
        (damage_array, "damaged numbers.npy"),
    ],
)
def test_what_is_not_whole_is_refused_with_the_way_out(folder, damage, message):
    damage(folder)
    with pytest.raises(InputError, match=message) as caught:
        load_network(folder)
    assert "build_network" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_text_table_of_nothing():
    assert list(TextTable.of([])) == []
