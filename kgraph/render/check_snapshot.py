"""What a check of a snapshot found → words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.render.shown import Shown

if TYPE_CHECKING:
    from kgraph.snapshot.intact import Damage
    from kgraph.snapshot.verify import Checked

_JAPANESE: Final = MappingProxyType(
    {
        "missing": "ファイルがありません",
        "irregular": "通常のファイルではありません",
        "size": "ファイルは {now} バイトですが、作成時は {was} バイトでした",
        "content": "内容が作成時と異なります",
        "unlisted": "作成時にはなかったファイルです",
        "quads": "ストアの四つ組は {now} 件ですが、作成時は {was} 件でした",
        "engine": "エンジンがストアを読めません（{now}）",
    }
)


def write(checked: Checked, lang: str = "en") -> Shown:
    """What was found, and what to do about damage."""
    return Shown((), as_text(checked, lang), (advice(checked, lang),) if checked.damages else ())


def as_text(checked: Checked, lang: str = "en") -> str:
    """One line for each damage, or one that says that there is none."""
    if checked.damages:
        return "".join(f"{checked.path}: {_words(one, lang)}\n" for one in checked.damages)
    numbers = f"{checked.files:,}", f"{checked.bytes:,}", f"{checked.quads:,}"
    intact = {
        "en": "{}: as it was built ({} files, {} bytes, {} quads)\n",
        "ja": "{}: 作成時のままです（{} ファイル、{} バイト、四つ組 {} 件）\n",
    }[lang]
    return intact.format(checked.path, *numbers)


def advice(checked: Checked, lang: str = "en") -> str:
    """What to do about damage; nothing where there is none."""
    if not checked.damages:
        return ""
    return {
        "en": "run `kgraph build --force` to make the snapshot anew",
        "ja": "`kgraph build --force` でスナップショットを作り直してください",
    }[lang]


def _words(damage: Damage, lang: str) -> str:
    if lang == "en":
        return str(damage)
    return f"{damage.file}: " + _JAPANESE[damage.kind].format(was=damage.was, now=damage.now)
