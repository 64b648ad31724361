//! Japanese help: rules, and what belongs to the program itself.

use super::Page;

pub const PAGES: &[Page] = &[
    Page {
        verb: "rules",
        about: "ルールを一覧にする、またはルールの例を試す",
        long: "",
        args: &[],
        after: "例:\n  timlint rules list --item I.2.1\n  timlint rules test",
    },
    Page {
        verb: "rules list",
        about: "組み込みと自社のすべてのルールを一覧にする",
        long: "",
        args: &[
            ("path", "自社のルールを置いたフォルダー。そのルールも一覧に入る"),
            ("item", "この項目（I.2.1）を判定するルール、またはこの食い違い（X-LEAVE-01）に答えるルールだけ"),
            ("planned", "まだ点検できず、これから加えるものを一覧にする（記録の変更履歴が要る点検）"),
            ("json", "JSON で書く"),
        ],
        after: "終了コード: 0 一覧にした、2 自社のルールに誤りがある\n\n\
例:\n  timlint rules list\n  timlint rules list . --item I.2.1\n  timlint rules list --json",
    },
    Page {
        verb: "rules test",
        about: "ルールファイルに書かれた例を試す",
        long: "",
        args: &[
            ("path", "自社のルールを置いたフォルダー"),
            ("only", "名前にこの文字を含むルールだけ"),
            ("builtin", "組み込みのルールも試す"),
        ],
        after: "終了コード: 0 例のとおりだった、1 例と違う結果があった、2 自社のルールに誤りがある\n\n\
例:\n  timlint rules test\n  timlint rules test . --only assets/\n  timlint rules test --builtin",
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
