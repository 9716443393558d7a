"""Which folder is the root, and what is said where it lacks something."""

import shutil

import pytest
from test_load import root

from kgraph.load import LoadError, find_root, load

__all__ = ["root"]


def test_find_root_prefers_what_is_said(root, tmp_path, monkeypatch):
    other = tmp_path / "other"
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("other"))
    monkeypatch.setenv("KGRAPH_ROOT", str(other))
    monkeypatch.chdir(root / "data" / "sources")
    assert find_root(root) == root.resolve()
    assert find_root() == other.resolve()
    monkeypatch.delenv("KGRAPH_ROOT")
    assert find_root() == root.resolve()


def test_find_root_falls_back_to_the_checkout_then_to_the_bundle(root, tmp_path, monkeypatch):
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    elsewhere = tmp_path.parent / (tmp_path.name + "-elsewhere")
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    package = root / "kgraph" / "load" / "root.py"
    monkeypatch.setattr("kgraph.load.root.__file__", str(package))
    assert find_root() == root.resolve()
    bundle = root / "kgraph" / "bundle"
    shutil.copytree(root, bundle, ignore=shutil.ignore_patterns("kgraph"))
    shutil.rmtree(root / "ontology")
    assert find_root() == bundle.resolve()


@pytest.mark.parametrize("folder", ["ontology", "data", "shapes", "queries"])
def test_find_root_names_the_folder_that_is_missing(root, folder):
    shutil.rmtree(root / folder)
    with pytest.raises(LoadError, match=f"the folder {folder}/ is missing"):
        find_root(root)


def test_a_root_without_data(root):
    shutil.rmtree(root / "data")
    (root / "data" / "sources").mkdir(parents=True)
    with pytest.raises(LoadError, match="there is no data"):
        find_root(root)
    with pytest.raises(LoadError, match="there is no data"):
        load(root)


def test_a_wrong_choice_is_not_passed_over(root, monkeypatch):
    monkeypatch.chdir(root)
    monkeypatch.setenv("KGRAPH_ROOT", str(root / "nowhere"))
    with pytest.raises(LoadError, match=r"no such folder: the folder is named by KGRAPH_ROOT"):
        find_root()
