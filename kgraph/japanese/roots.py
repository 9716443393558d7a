"""The folder of a graph, and its settings: worded in English where it happens → in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROOTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # The folder of a graph
        "no such folder": "そのフォルダーはありません",
        "cannot read the folder": "フォルダーを読めません",
        "give another one": "別の所を指定してください",
        "the folder is named by {}": "{} が指すフォルダーです",
        "this is the nearest folder of the graph": "一番近いグラフのフォルダーです",
        "this is the checkout of the package": "パッケージのチェックアウトです",
        "no other folder was found, so the packaged copy is read": (
            "他にフォルダーが見つからないため、パッケージ付属の写しを読みます"
        ),
        "{}/{} extends it": "{}/{} がこれを拡張しています",
        "the folder {}/ is missing": "フォルダー {}/ がありません",
        "there is no data": "データがありません",
        "no Turtle file stands under data/": "data/ の下に Turtle ファイルがありません",
        "add one with `kgraph new source`, or choose another folder": (
            "`kgraph new source` で加えるか、別のフォルダーを指定してください"
        ),
        "the packaged copy of the graph is only read": (
            "パッケージ付属のグラフの写しは読み取り専用です"
        ),
        "what is written there is lost when the package is installed anew": (
            "そこに書いたものは、パッケージを入れ直すと失われます"
        ),
        "name the folder of your own copy with --root or {}": (
            "--root か {} で自分の写しのフォルダーを指定してください"
        ),
        # Settings of an overlay
        "the settings cannot be read": "設定を読めません",
        "it is not TOML": "TOML ではありません",
        "correct the file": "ファイルを直してください",
        "the roots extend each other in a circle": "ルートの拡張が循環しています",
        "let the lower one extend less": "下のルートの extends を減らしてください",
        "unknown setting {}": "{} という設定はありません",
        "an overlay has {}": "オーバーレイの設定は {} です",
        "take it out": "取り除いてください",
        "the overlay has no name": "オーバーレイに名前がありません",
        "it marks whose a fact is, and {} is the packaged graph": (
            "名前は誰の主張かを示し、{} はパッケージ付属のグラフを指します"
        ),
        'write name = "acme"': 'name = "acme" のように書いてください',
        "the overlay has no base": "オーバーレイに基底アドレスがありません",
        "its things, terms and sources are named below an address of its own": (
            "その対象、用語、出典は自分のアドレスの下で名付けられます"
        ),
        'write base = "https://data.example.com/kg/", with the slash at its end': (
            'base = "https://data.example.com/kg/" のように、末尾に / を付けて書いてください'
        ),
        "these are no languages": "言語の指定ではありません",
        "labels are asked for in these languages and no other": (
            "ラベルはこれらの言語だけで求められます"
        ),
        'write ["en"]': '["en"] のように書いてください',
        "the overlay extends nothing": "オーバーレイの拡張元がありません",
        "it tells the roots below": "下のルートを示すものです",
        'write extends = "{}", the path of a folder, or a list of them': (
            'extends = "{}" か、フォルダーのパス、またはその一覧を書いてください'
        ),
        "this names no folder": "フォルダーを指していません",
        "{} is no path on this machine; nothing is fetched": (
            "{} はこの計算機のパスではありません。外部からは何も取得しません"
        ),
        'write "{}", or the path of a folder, from this one or in full': (
            '"{}" か、フォルダーのパスを（ここからの相対か絶対で）書いてください'
        ),
        "two roots have one base": "二つのルートの基底アドレスが重なっています",
        "two roots have one name": "二つのルートが同じ名前です",
        "{} is {} with <{}>": "{} は {}（<{}>）です",
        "give each its own name, and a base that does not begin with another's": (
            "それぞれに別の名前と、互いに一方が他方で始まらない基底アドレスを付けてください"
        ),
        # Its files
        "give the node an id: IRI; kgraph fmt names statements and records": (
            "ノードに id: の IRI を付けてください。文と記録には kgraph fmt が名前を付けます"
        ),
        "data names every node, so that sources and differences can point at it": (
            "出典や差分から指せるよう、データではすべてのノードに名前が必要です"
        ),
        "a blank node": "空白ノードがあります",
        "keep one file and move the facts of the other into it, or name the earlier version "
        "with dcat:previousVersion, of a page that was read again with jpst:earlierVersion": (
            "一つのファイルにまとめて主張を移すか、前の版を dcat:previousVersion で（読み直した"
            "ページなら jpst:earlierVersion で）示してください"
        ),
        "{} describes it too": "{} もこれを記述しています",
        "two sources have the address {}": "二つの出典のアドレスが同じ {} です",
        "define a term or thing of your own that specializes it, or state the fact in a source": (
            "それを特殊化する自分の用語か対象を定義するか、出典で主張を述べてください"
        ),
        "this root names its own below <{}>": "このルートのものは <{}> の下で名付けます",
        "{} is another root's": "{} は別のルートのものです",
        "move these statements to data/{}/{}.ttl": "これらの文を data/{}/{}.ttl に移してください",
        "that is described in data/{}/{}.ttl and nowhere else": (
            "それを記述するのは data/{}/{}.ttl だけです"
        ),
        "the file describes {}": "ファイルが {} を記述しています",
        "the file says what {} is": "ファイルが {} とは何かを述べています",
        "terms and concepts are defined in ontology/, and data states facts": (
            "用語と概念は ontology/ で定義し、データは事実を述べるものです"
        ),
        "define a term of your own in ontology/, or take this out": (
            "ontology/ で自分の用語を定義するか、これを取り除いてください"
        ),
        "{} is a property": "{} はプロパティです",
        "it stands where a class belongs": "クラスを置くべき場所にあります",
        "name a class; kgraph terms finds one by a word": (
            "クラスを示してください。kgraph terms で語から探せます"
        ),
        "{} is a class": "{} はクラスです",
        "it stands where a property belongs": "プロパティを置くべき場所にあります",
        "name a property; kgraph terms finds one by a word": (
            "プロパティを示してください。kgraph terms で語から探せます"
        ),
        "{} says what a term means": "{} は用語の意味を述べるものです",
        "that is said in ontology/: what follows from it in data would stand as a fact": (
            "それを述べるのは ontology/ です。データにあると、そこから導かれるものが事実とされて"
            "しまいます"
        ),
        "state the fact itself, or define a term in ontology/": (
            "事実そのものを述べるか、ontology/ で用語を定義してください"
        ),
        "{} is worked out by a build": "{} はビルドが算出するものです",
        "what a file says of it would stand beside that as if it were the same": (
            "ファイルの記述が、算出されたものと同じように並んでしまいます"
        ),
        "the file speaks of {}": "ファイルが {} について述べています",
        "what stands in a graph of the build, and of which day, only the build says": (
            "ビルドのグラフの内容と、それがいつのものかは、ビルドだけが述べるものです"
        ),
        "state the fact of a thing, or take this out": (
            "実体についての事実として述べるか、取り除いてください"
        ),
        "{} states a fact": "{} は事実を述べるものです",
        "data/entities/ says what exists and what it is called; a fact has a source": (
            "data/entities/ は何が存在し何と呼ばれるかだけを述べ、事実には出典が必要です"
        ),
        "state it in the file of the page that says so, in data/sources/": (
            "それを述べているページのファイル（data/sources/）に書いてください"
        ),
        "unknown word {}": "{} という語はありません",
        "{} is the word of editors": "{} は編集者が述べるものです",
        "a source states facts, and rejects or concludes nothing for us": (
            "出典は事実を述べるもので、当方に代わって退けたり結論したりはしません"
        ),
        "move it to a file of data/editorial/": "data/editorial/ のファイルに移してください",
        "add “{} a …” with its title and address, or rename the file": (
            "「{} a …」を題名とアドレスとともに加えるか、ファイルの名前を変えてください"
        ),
        "a file of this name holds what that one document says, and it is no {} here": (
            "この名前のファイルはその文書の内容を持つものですが、ここでは {} ではありません"
        ),
        "jpst:PrimarySource or jpst:SecondarySource": "jpst:PrimarySource か jpst:SecondarySource",
        "the file does not describe {}": "ファイルが {} を記述していません",
        "move the declaration to a file of its own": "宣言を別のファイルに移してください",
        "it may declare only {}, after its name": (
            "宣言できるのは、ファイル名に対応する {} だけです"
        ),
        "the file declares {} too": "ファイルが {} も宣言しています",
        "add “{} a {}”, or rename the file": (
            "「{} a {}」を加えるか、ファイルの名前を変えてください"
        ),
        "a file of this name is that {}": "この名前のファイルはその {} です",
        "the file does not declare {}": "ファイルが {} を宣言していません",
        "define it under {}": "{} の下で定義してください",
        "concept scheme": "概念体系",
        "editorial graph": "編集グラフ",
        "correct the IRI": "IRI を直してください",
        "no file under {} gives it a type": "{} の下に、その型を示すファイルがありません",
        "unknown {} {}": "{1} という {0} はありません",
        "the graph has no names under <{}>": "グラフに <{}> の下の名前はありません",
        "unknown namespace in {}": "{} の名前空間は知られていません",
        "the file is not read": "このファイルは読まれません",
        "the project's own folders hold Turtle files with the ending .ttl": (
            "プロジェクトのフォルダーに置くのは拡張子 .ttl の Turtle ファイルです"
        ),
        "convert it to Turtle, or move it away": "Turtle に変換するか、他へ移してください",
        "the file stands where none is read": "読まれない所にファイルがあります",
        "no graph is made from {}/": "{}/ からはグラフが作られません",
        "move it to data/entities/, data/sources/, data/editorial/ or ontology/": (
            "data/entities/、data/sources/、data/editorial/、ontology/ のどれかに移してください"
        ),
        "the file name is not a slug": "ファイル名がスラッグではありません",
        "it becomes part of an IRI": "IRI の一部になります",
        "use a-z, 0-9 and single hyphens only": "a-z、0-9 と単独のハイフンだけを使ってください",
        "this folder was given to be loaded": "読み込むよう指定されたフォルダーです",
        "two records have one name": "二つの記録の名前が同じです",
        "both observe what {} stands for, and say different things of it": (
            "どちらも {} の表すものについての記録で、内容が異なります"
        ),
        "join them, or give each the day, status or qualifier that tells them apart": (
            "一つにまとめるか、区別できる日付、状態、限定をそれぞれに付けてください"
        ),
    }
)
