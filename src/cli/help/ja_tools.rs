//! Japanese help: rules, and what belongs to the program itself.

use super::Page;

pub const PAGES: &[Page] = &[
    Page {
        verb: "rules",
        about: "規則を一覧にする、例を試す、新しく書き始める",
        long: "",
        args: &[],
        after: "例:\n  timlint rules list --item I.2.1\n  timlint rules test",
    },
    Page {
        verb: "rules list",
        about: "組み込みと自社のすべての規則を一覧にする",
        long: "",
        args: &[
            ("path", "自社の規則を置いたフォルダー。その規則も一覧に入る"),
            ("item", "この項目（I.2.1）を判定する規則、またはこの食い違い（X-LEAVE-01）に答える規則だけ"),
            ("planned", "まだ点検できず、これから加えるものを一覧にする（記録の変更履歴が要る点検）"),
            ("json", "JSON で書く"),
        ],
        after: "終了コード: 0 一覧にした、2 自社の規則に誤りがある\n\n\
例:\n  timlint rules list\n  timlint rules list . --item I.2.1\n  timlint rules list --json",
    },
    Page {
        verb: "rules test",
        about: "規則ファイルに書かれた例を試す",
        long: "",
        args: &[
            ("path", "自社の規則を置いたフォルダー"),
            ("only", "名前にこの文字を含む規則だけ"),
            ("builtin", "組み込みの規則も試す"),
        ],
        after: "終了コード: 0 例のとおりだった、1 例と違う結果があった、2 自社の規則に誤りがある\n\n\
例:\n  timlint rules test\n  timlint rules test . --only assets/\n  timlint rules test --builtin",
    },
    Page {
        verb: "rules catalogue",
        about: "基準の章・節・項目を OSCAL の catalogue として出力する。check --format oscal の結果と組にして使う",
        long: "",
        args: &[("as_of", "最終更新日として書き込む日。指定がなければ今日")],
        after: "終了コード: 0 出力した\n\n例:\n  timlint rules catalogue > catalogue.json\n  timlint rules catalogue --as-of 2026-04-01 --lang en > catalogue.json",
    },
    Page {
        verb: "rules new",
        about: "規則ファイルのひな形を書く。違反の例と、違反でない例も入る",
        long: "",
        args: &[
            ("id", "規則の番号。rules/ の下の置き場所にもなる（people/no-department など）"),
            ("each", "記録を判定する台帳［既定: 規則の番号の / より前］"),
            ("path", "このフォルダーの rules/ に書き込む"),
            ("lang", "ひな形の説明と表示の言語［既定: 環境変数、なければ ja］"),
        ],
        after: "すでにあるファイルは上書きしません。\n終了コード: 0 書き込んだ、2 書き込めなかった\n\n\
例:\n  timlint rules new people/no-department\n  timlint rules new own/locked-cabinet --each containers",
    },
    Page {
        verb: "schema",
        about: "台帳や出力の JSON Schema を書き出す。エディターで使う",
        long: "JSON や YAML で書く台帳ファイル、または timlint の出力の JSON Schema を書き出します。エディターの入力補完と確認に使えます。",
        args: &[
            ("name", "台帳の名前（people、assets など）、または出力の名前（run、status、map、diff）"),
            ("list", "名前の一覧を表示する"),
            ("record", "ファイル全体ではなく、記録 1 件のもの"),
            ("lang", "一覧の言語［既定: 環境変数、なければ ja］"),
        ],
        after: "終了コード: 0 書き出した、2 そのような名前はない\n\n\
例:\n  timlint schema --list\n  timlint schema people > people.schema.json\n  timlint schema run > run.schema.json",
    },
    Page {
        verb: "completions",
        about: "シェルの入力補完の設定を書き出す",
        long: "",
        args: &[("shell", "どのシェルのものか"), ("lang", "補完に添える説明の言語［既定: 環境変数、なければ ja］")],
        after: "終了コード: 0 書き出した\n\n\
例:\n  timlint completions bash > ~/.local/share/bash-completion/completions/timlint\n  timlint completions zsh > ~/.zfunc/_timlint\n  \
timlint completions fish > ~/.config/fish/completions/timlint.fish\n  timlint completions powershell >> $PROFILE",
    },
    Page {
        verb: "man",
        about: "マニュアルページを書き出す",
        long: "",
        args: &[
            ("verb", "このコマンドのページ。指定がなければ timlint 全体のページ"),
            ("output", "すべてのページを、このフォルダーに 1 コマンド 1 ファイルで書く"),
            ("lang", "ページの言語［既定: 環境変数、なければ ja］"),
        ],
        after: "終了コード: 0 書き出した、2 書き出せなかった\n\n\
例:\n  timlint man | man -l -\n  timlint man check | man -l -\n  timlint man --output ~/.local/share/man/ja/man1",
    },
];
