from geo_matching.common.sync import diff_by_key


def test_rows_are_added_changed_removed_or_left():
    stored = {"a": {"n": 1, "m": 1}, "b": {"n": 2, "m": 2}, "c": {"n": 3, "m": 3}}
    wanted = {"a": {"n": 1, "m": 1}, "b": {"n": 9, "m": 2}, "d": {"n": 4, "m": 4}}
    diff = diff_by_key(stored, wanted)
    assert list(diff.added) == ["d"]
    assert diff.changed["b"].fields() == {"n": (2, 9)}
    assert list(diff.removed) == ["c"]
    assert diff.unchanged == 1


def test_a_field_that_the_source_does_not_give_is_not_a_change():
    diff = diff_by_key({"a": {"n": 1, "pupils": 400}}, {"a": {"n": 1}})
    assert not diff
    assert diff.unchanged == 1


def test_rows_outside_the_scope_stay():
    diff = diff_by_key({"38": {}, "69": {}}, {}, lambda key, _row: key == "38")
    assert list(diff.removed) == ["38"]
