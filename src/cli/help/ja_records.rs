//! Japanese help: the verbs that write register files and workbooks.

use super::Page;

pub const PAGES: &[Page] = &[
    Page {
        verb: "fmt",
        about: "台帳ファイルを決まった書き方に整える",
        long: "台帳ファイルを決まった書き方に整えます。列は台帳の順に、見出し・日付・選択肢・コードは 1 つの書き方に、文字コードは UTF-8 にします。\
値の意味は変えず、コメントも残し、意味がはっきりしないファイルには手を付けません。",
        args: &[
            (
                "paths",
                "ファイル、またはそれを含むフォルダー。設定は timlint.toml か registers/ のあるフォルダーのものを使う",
            ),
            ("check", "書き込まず、整っていないファイルの名前を表示する"),
            ("diff", "書き込まず、変わる箇所を表示する"),
        ],
        after: "終了コード: 0 整えた、または整える必要がなかった、1 --check や --diff で整っていないファイルがあった、2 実行や書き込みができなかった\n\n\
例:\n  timlint fmt\n  timlint fmt --check .\n  timlint fmt registers/people.csv --diff",
    },
    Page {
        verb: "import",
        about: "Excel ブックや CSV ファイルを、整った台帳ファイルとして取り込む",
        long: "Excel ブック（.xlsx、.xlsm、.xls）や、どの文字コードの CSV ファイルでも、整った台帳ファイルとして取り込みます。\
まず、どのシートがどの台帳に、どの見出しがどの列になるかを示し、それから書き込みます。\
台帳にない見出しはそのまま残します。似た列があれば画面で 1 つずつ尋ね、--accept-guesses を付けるとすべて似た列として取り込みます。\
列も記録もすべて残し、書き方を改めた値は数えて示します。",
        args: &[
            ("files", "Excel ブックや CSV ファイル"),
            ("into", "書き込むフォルダー。設定はその隣か上にある timlint.toml のものを使う"),
            ("to", "台帳の書き方"),
            ("register", "ファイル名から分からないとき、どの台帳かを指定する"),
            ("accept_guesses", "台帳にない見出しを、いちばん似た列とみなして取り込む"),
            ("yes", "確認せずに書き込む"),
            ("dry_run", "どう取り込むかを示すだけで、何も書き込まない"),
        ],
        after: "終了コード: 0 書き込んだ、または書き込むものがなかった、2 実行できなかった、または妨げるものがあった\n\n\
例:\n  timlint import 台帳.xlsx --dry-run\n  timlint import 台帳.xlsx --into registers --yes\n  timlint import list.csv --as people --to yaml --yes",
    },
    Page {
        verb: "export",
        about: "すべての台帳を 1 つの Excel ブックに書き出す",
        long: "すべての台帳を 1 つの Excel ブックに書き出します。台帳ごとに 1 シートで、選択肢は一覧から選べ、日付は日付として入り、\
見出しには列の説明が付きます。文書は一覧だけを書き出します。\
事業者プロファイル、文書の本文、パスワードらしい列は書き出さず、書き出さなかったものはその都度示します。",
        args: &[
            ("xlsx", "書き出す Excel ブック"),
            ("with_findings", "指摘のあるセルに印を付け、指摘の一覧のシートを加える"),
            ("as_of", "判定する日、かつブックに記す日付。指定がなければ今日"),
            ("force", "その Excel ブックがすでにあれば上書きする"),
        ],
        after: "終了コード: 0 書き出した、2 実行できなかった\n\n\
例:\n  timlint export --xlsx 台帳.xlsx\n  timlint export --xlsx review.xlsx . --with-findings --as-of 2027-03-31 --lang en",
    },
    Page {
        verb: "demo",
        about: "好きな大きさの架空の会社を、わざと入れた誤りとともに作る",
        long: "",
        args: &[
            ("dir", "作るフォルダー。まだないか、空でなければならない"),
            ("assets", "情報資産の数。ほかの台帳もこれに合わせて大きくなる"),
            ("people", "人数［既定: 情報資産の数に見合う人数］"),
            ("seed", "同じ数を指定すると同じ会社ができる"),
            ("defects", "わざと入れる誤りの数"),
            ("format", "台帳の書き方"),
            ("planted", "入れた誤りの一覧の書き込み先。DIR の外［既定: 隣の DIR-defects.json］"),
        ],
        after: "終了コード: 0 作った、2 作れなかった\n\n\
例:\n  timlint demo sample\n  timlint demo sample --assets 500 --defects 20 --seed 7\n  timlint demo sample --format yaml",
    },
    Page {
        verb: "init",
        about: "始める: 設定、空の台帳、文書のひな形を書く",
        long: "",
        args: &[
            ("dir", "書き込むフォルダー。なければ作る"),
            ("name", "会社の名前"),
            ("switch", "会社にあるかどうかを答える（removable_media=no など）。複数回指定できる"),
            ("all", "答えによって要らなくなる台帳も、すべて書く"),
            ("lang", "書き込む内容の言語［既定: 環境変数、なければ ja］"),
            ("yes", "何も尋ねない"),
        ],
        after: "端末では、指定のないことを尋ねます。端末でなければ、未回答のままにします。\n\
終了コード: 0 書き込んだ、2 書き込めなかった\n\n\
例:\n  timlint init records --name 株式会社サンプル精機 --switch removable_media=no --switch cloud=yes",
    },
];
