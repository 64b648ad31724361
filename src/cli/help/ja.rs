//! Japanese help: the program itself, and the verbs that judge and explain.

use super::Page;

pub const PAGES: &[Page] = &[
    Page {
        verb: "",
        about: "会社の情報管理台帳を、技術情報管理認証の基準に照らして点検します。\n非公式のツールです。不足や食い違いを見つけるもので、認証の取得を約束するものではありません。",
        long: "",
        args: &[],
        after: "まず試す:\n  timlint demo sample --defects 20   架空の会社を作る\n  timlint check sample               点検する\n  timlint init records               自社の台帳を作り始める\n\n\
各コマンドの説明: timlint check --help など（英語: --help --lang en）",
    },
    Page {
        verb: "check",
        about: "フォルダー内の台帳を点検する",
        long: "",
        args: &[
            ("report_for", "これらのファイルに関する指摘だけを表示する。点検は全体に対して行う"),
            (
                "format",
                "出力形式（human、json、html、sarif、github、markdown、junit、gitlab、oscal）。標準出力またはファイルへ。複数回指定できる",
            ),
            ("select", "名前が合う規則だけで記録を判定する（assets/*、*/held-by-leaver など）"),
            ("fail_on", "終了コードを 1 にする最も低い重大度［既定: timlint.toml の fail_on、なければ error］"),
            ("ascii", "罫線などを ASCII 文字だけで描く"),
            ("color", "色を付けるかどうか"),
            ("verbose", "規則ごとの件数も表示する"),
            ("fix", "先に安全な修正をファイルへ書き込む（全角・半角、日付、選択肢の表記、値の前後の空白）"),
            (
                "unsafe_fixes",
                "--fix や --diff とともに: 近い選択肢・列名・番号が 1 つだけのときの推測による修正も含める",
            ),
            ("diff", "--fix で変わる箇所を表示する。何も書き込まない"),
            ("watch", "ファイルが変わるたびに点検し直す。Ctrl-C で終わる"),
        ],
        after: "終了コード: 0 --fail-on 以上の指摘なし、1 指摘あり、2 実行できなかった\n\
--fix のときは修正後に残った指摘で決まります。--diff のときは変わる箇所があれば 1 です。\n\n\
例:\n  timlint check .\n  timlint check . --as-of 2027-03-31\n  timlint check . --format json=out.json --format human\n  timlint check . --watch\n  timlint check . --diff\n  timlint check . --fix",
    },
    Page {
        verb: "baseline",
        about: "今ある指摘を、指定した日まで待たせる",
        long: "今ある指摘をファイルに書き留めます。その日までは check が今の指摘を「猶予中」として示し、新しい指摘だけを数えます。\
大切な指摘は、理由と承認を付けて指摘猶予台帳に一件ずつ書くほうが確かです。",
        args: &[
            ("until", "待たせる最後の日（2027-03-31、R9.3.31 など）。省略できない"),
            ("prune", "もう出なくなった指摘を取り除くだけで、期限は変えず、何も加えない"),
            ("force", "すでにあるベースラインを書き直し、その後に増えた指摘も加える"),
            (
                "output",
                "書き込むファイル。PATH の中に置く［既定: timlint.toml の baseline、なければ timlint-baseline.json］",
            ),
        ],
        after: "終了コード: 0 書き込んだ、2 実行できなかった、またはすでにベースラインがある\n\n\
例:\n  timlint baseline --until 2027-03-31\n  timlint baseline --prune\n  timlint baseline . --until 2027-03-31 --force",
    },
    Page {
        verb: "status",
        about: "基準の節や項目ごとに、満たしている・満たしていない・証拠がないの別を表にする",
        long: "",
        args: &[("by", "表の 1 行を何にするか（節・項目・章）"), ("format", "表の書き方")],
        after: "終了コード: 0 表を作れた（内容にかかわらず）、2 実行できなかった\n\n\
例:\n  timlint status\n  timlint status . --by item --as-of 2027-03-31\n  timlint status --format markdown >> summary.md",
    },
    Page {
        verb: "diff",
        about: "変更によって良くなること・悪くなることを示す。git の版どうし、または 2 つのフォルダーを比べる",
        long: "変更によって良くなること・悪くなることを示します。増えた・消えた・変わった記録を文で示し、新しい指摘、直った指摘、変わらない指摘、\
判定が変わった項目を並べます。どちらの側も同じ日の時点で判定し、git の版は作業フォルダーに取り出さずに読みます。",
        args: &[
            ("base", "比べる元: git の版（main、HEAD~1、コミット）またはフォルダー"),
            ("head", "比べる先: git の版またはフォルダー［既定: --path のフォルダーにある今のファイル］"),
            (
                "path",
                "registers/、documents/、timlint.toml を置いたフォルダー。git の版どうしを比べるときは、リポジトリの中のこのフォルダーだけを見る",
            ),
            ("format", "human、json、markdown。標準出力またはファイルへ。複数回指定できる"),
            (
                "fail_on",
                "終了コードを 1 にする、新しい指摘の最も低い重大度［既定: timlint.toml の fail_on、なければ error］",
            ),
        ],
        after: "BASE と HEAD は、その名前のフォルダーがあればフォルダー、なければ git の版です。refs/heads/NAME と書けば必ず版、./NAME と書けば必ずフォルダーになります。\n\
リポジトリのうち --path より下だけを比べます。Git LFS に置いたファイルは、版からは読めません。\n\n\
終了コード: 0 --fail-on 以上の新しい指摘なし、1 新しい指摘あり、2 実行できなかった\n\n\
例:\n  timlint diff main\n  timlint diff HEAD~1 HEAD\n  timlint diff origin/main --format markdown=comment.md --format json=diff.json\n  timlint diff before/ after/ --as-of 2027-03-31",
    },
    Page {
        verb: "explain",
        about: "規則、または基準の項目・節・章を説明する",
        long: "",
        args: &[
            ("asked", "規則の名前（assets/high-without-owner など）か、基準の番号（I.2.1 など）"),
            ("path", "自社の規則を置いたフォルダー。その規則も説明できる"),
        ],
        after: "終了コード: 0 説明した、2 そのような名前や番号はない\n\n\
例:\n  timlint explain assets/high-without-owner\n  timlint explain I.2.1\n  timlint explain I.2 --lang en",
    },
    Page {
        verb: "map",
        about: "基準の節と、ほかの規格との対応を表示する",
        long: "",
        args: &[
            ("to", "相手の規格"),
            ("from", "この部分だけ: 基準の章・節・項目。--reverse のときは相手の規格の部分"),
            ("reverse", "相手の規格から基準への向きで引く"),
            ("format", "表の書き方"),
        ],
        after: "終了コード: 0 表を作れた、2 そのような部分はない\n\n\
例:\n  timlint map --to iso27001\n  timlint map --to csf2 --from II.2\n  timlint map --to iso27001 --reverse --from A.5.9",
    },
];
