"""What a model reads of the industries."""

from search.meaning import descriptions, groups


def test_a_group_is_its_name_with_what_belongs_to_it() -> None:
    found = dict(zip(groups(), descriptions(), strict=True))
    assert len(found) == len(groups())
    assert found["651"] == "软件开发：基础软件开发、支撑软件开发、应用软件开发、其他软件开发"
    assert all(said.startswith(groups()[code]) for code, said in found.items())
    assert max(map(len, found.values())) <= 60 + max(map(len, groups().values())) + 1


def test_a_group_of_one_class_of_its_own_name_is_its_name() -> None:
    found = dict(zip(groups(), descriptions(), strict=True))
    assert found["019"] == groups()["019"]
