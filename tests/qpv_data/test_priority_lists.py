import pytest

from geo_matching.common.errors import InputError
from qpv_data.sources.education_priority import label_of, read_priority
from tests.qpv_data.official_files import UAI_A, UAI_B, UAI_C


def read(folder, text):
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return read_priority(path)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("REP", "rep"),
        ("REP+", "rep+"),
        ("Rep +", "rep+"),
        ("REP PLUS", "rep+"),
        ("", "none"),
        ("ECLAIR", None),
    ],
)
def test_labels(text, label):
    assert label_of(text) == label


def test_only_colleges_count_and_headers_may_have_blanks(tmp_path):
    result = read(
        tmp_path,
        "NUMERO ,TYPE_DETABLISSEMENT,EP \n"
        f"{UAI_A},COLLEGE,REP+\n{UAI_B},ECOLE MATERNELLE,REP\n,ECOLE ISOLEE,REP\n",
    )
    assert result.labels == {UAI_A: "rep+"}
    assert not result.notices


def test_two_flags_mean_rep_plus_with_a_notice(tmp_path):
    result = read(
        tmp_path,
        f"numero_college;rep;rep_plus\n{UAI_A};1;1\n{UAI_B};1;0\n{UAI_C};0;0\n",
    )
    assert result.labels == {UAI_A: "rep+", UAI_B: "rep"}
    assert [notice.code for notice in result.notices] == ["both_labels"]


def test_yes_and_no_in_french(tmp_path):
    result = read(tmp_path, f"UAI,Rep+,Rep\n{UAI_A},Oui,Non\n{UAI_B},Non,Oui\n")
    assert result.labels == {UAI_A: "rep+", UAI_B: "rep"}


def test_a_uai_with_two_labels_is_rep_plus(tmp_path):
    result = read(tmp_path, f"UAI,label\n{UAI_A},REP+\n{UAI_A},REP\n{UAI_B},REP\n{UAI_B},REP\n")
    assert result.labels == {UAI_A: "rep+", UAI_B: "rep"}
    assert [notice.code for notice in result.notices] == ["both_labels"]


def test_bad_rows_are_told(tmp_path):
    result = read(tmp_path, f"UAI,label\n{UAI_A},REP\n0389009Z,REP\n{UAI_B},ZEP\n")
    assert result.labels == {UAI_A: "rep"}
    assert [notice.code for notice in result.notices] == ["bad_uai", "bad_priority"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nom,label\nx,REP\n", "missing column: UAI"),
        ("uai,nom\nx,y\n", "missing column: label"),
        (f"uai,label\n{UAI_A},\n", "no collège with a REP"),
    ],
)
def test_what_is_no_list(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        read(tmp_path, text)


def test_the_thirteen_double_flags_of_2021(stages_data):
    result = read_priority(stages_data / "education/donnees_dnb_2021_rep_flags.csv")
    labels = list(result.labels.values())
    assert (labels.count("rep+"), labels.count("rep")) == (364, 728)
    assert [notice.code for notice in result.notices] == ["both_labels"] * 13
