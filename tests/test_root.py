"""Which folder is the root, and what is said where it lacks something."""

import shutil

import pytest

from kgraph.load import load
from kgraph.problems import LoadError
from kgraph.root import find_root, find_writable_root


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
    package = root / "kgraph" / "root.py"
    monkeypatch.setattr("kgraph.root.__file__", str(package))
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


def test_a_folder_of_somebody_else_is_not_taken_for_ours(root, tmp_path, monkeypatch):
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    package = tmp_path / "site-packages" / "kgraph"
    bundle = package / "bundle"
    shutil.copytree(root, bundle, ignore=shutil.ignore_patterns("site-packages"))
    monkeypatch.setattr("kgraph.root.__file__", str(package / "root.py"))
    theirs = tmp_path.parent / (tmp_path.name + "-theirs")
    # Neither two folders of these names, nor all four, nor a core ontology of another namespace.
    for part in (("ontology", "data"), ("shapes", "queries")):
        for name in part:
            (theirs / name).mkdir(parents=True)
            (package.parent / name).mkdir()
        monkeypatch.chdir(theirs)
        assert find_root() == bundle.resolve()
    (theirs / "ontology" / "core.ttl").write_text("<https://example.org/x> a <urn:y> .")
    assert find_root() == bundle.resolve()
    (theirs / "data" / "x.ttl").write_text("")
    assert find_root(theirs) == theirs.resolve()
    monkeypatch.setenv("KGRAPH_ROOT", str(theirs))
    assert find_root() == theirs.resolve()


def test_the_packaged_copy_is_only_read(root, tmp_path, monkeypatch):
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    package = tmp_path / "site-packages" / "kgraph"
    bundle = package / "bundle"
    shutil.copytree(root, bundle, ignore=shutil.ignore_patterns("site-packages"))
    monkeypatch.setattr("kgraph.root.__file__", str(package / "root.py"))
    elsewhere = tmp_path.parent / (tmp_path.name + "-elsewhere")
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for chosen in (None, bundle):
        assert find_root(chosen) == bundle.resolve()
        with pytest.raises(LoadError, match=r"only read.*--root"):
            find_writable_root(chosen)
    assert find_writable_root(root) == root.resolve()


def test_a_current_folder_that_is_gone(tmp_path, monkeypatch):
    monkeypatch.delenv("KGRAPH_ROOT", raising=False)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert (find_root() / "data").is_dir()
    monkeypatch.chdir(tmp_path)
