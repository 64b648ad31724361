//! The first page of the folder: what lies where, and what to do first.

use crate::model::RegisterId;

use super::registers::path;
use super::scope::needed;
use super::{Options, company, line};

/// Registers that the others refer to, in the order in which they are best filled in.
const FIRST: &[(&str, &str, &str)] = &[
    (
        "people",
        "役員から派遣の人まで、情報に触れる人を全員書きます",
        "everybody who handles information, from officers to agency workers",
    ),
    ("roles", "統括役員、担当部署、管理責任者などを、いつからかと合わせて書きます", "who holds which post since when"),
    ("areas", "鍵のかかる部屋など、立入りを制限する場所を書きます", "rooms that not everybody may enter"),
    ("containers", "書庫や金庫など、情報をしまう容器を書きます", "cabinets and safes that information is kept in"),
    ("it_assets", "パソコン、サーバ、ネットワーク機器などを書きます", "computers, servers, network devices"),
    (
        "parties",
        "情報を渡す相手、預かる相手、業者を書きます",
        "whom information is handed to or taken from, and vendors",
    ),
    (
        "assets",
        "守る情報を一件ずつ、機密区分、管理責任者、置き場所と合わせて書きます",
        "each piece of information to protect, with class, owner and place",
    ),
    ("pledges", "誰がいつ秘密保持の誓約をしたかを書きます", "who pledged secrecy, and when"),
    ("access_rights", "どの情報に誰がいつから触れてよいかを書きます", "who may use which information since when"),
];

pub fn write(options: &Options) -> String {
    let say = |ja, en| options.pick(ja, en);
    let name = options.name.as_deref().unwrap_or(say("自社", "Our company"));
    let mut out = String::new();
    line(&mut out, format!("# {name}{}\n", say(" の情報管理記録", ", information management records")));
    line(
        &mut out,
        say(
            "このフォルダーには、情報を守る取組の記録を置きます。記録に抜けや食い違いがないかは timlint が調べます。\n\
             timlint は非公式の道具で、認証が得られることを約束するものではありません。",
            "This folder holds the records of how the company protects its information. timlint looks for gaps and contradictions in \
             them.\nIt is an unofficial tool and promises no certificate.",
        ),
    );
    line(&mut out, say("\n## 置いてあるもの\n", "\n## What lies where\n"));
    for (place, ja, en) in [
        (
            "timlint.toml",
            "道具の設定。初めはこのままで構いません",
            "settings of the tool; leave them as they are at first",
        ),
        ("registers/", "台帳。Excel で開けます", "registers; Excel opens them"),
        ("documents/", "規程や手順書のひな形", "templates of rules and procedures"),
        (
            "evidence/",
            "写真、契約書の写し、受講の記録など、台帳から指し示す証拠",
            "photos, copies of contracts and other files that registers refer to",
        ),
    ] {
        line(&mut out, format!("- `{place}` {}", say(ja, en)));
    }
    line(&mut out, say("\n## 最初に行うこと\n", "\n## First steps\n"));
    steps(options, &mut out);
    line(&mut out, say("\n## 台帳の書き方\n", "\n## Writing registers\n"));
    for (ja, en) in HABITS {
        line(&mut out, format!("- {}", say(ja, en)));
    }
    out
}

fn steps(options: &Options, out: &mut String) {
    let say = |ja, en| options.pick(ja, en);
    let profile = company::file(options).path;
    line(
        out,
        match options.lang {
            crate::report::Lang::Ja => {
                format!("1. `{profile}` の空いている欄を埋め、当てはまるものと当てはまらないものを答えます。")
            }
            crate::report::Lang::En => {
                format!("1. Fill in `{profile}`, and answer what is so in the company and what is not.")
            }
        },
    );
    line(
        out,
        say(
            "2. 次の台帳を、この順に書きます。後のものは前のものを参照します。",
            "2. Fill in these registers, in this order: later ones refer to earlier ones.",
        ),
    );
    let known = FIRST.iter().filter_map(|(name, ja, en)| Some((RegisterId::by_name(name)?, ja, en)));
    for (register, ja, en) in known.filter(|(register, ..)| needed(*register, options)) {
        line(out, format!("   - `{}` {}", path(register, options), say(ja, en)));
    }
    for (ja, en) in [
        (
            "3. `timlint check .` を実行し、指摘を上から直します。",
            "3. Run `timlint check .` and mend what it finds, from the top.",
        ),
        (
            "4. `documents/` のひな形を自社のやり方に書き換え、節を書き終えるたびに見出しの末尾へ印を付けます。承認を受けたら状態を active にします。",
            "4. Rewrite the templates in `documents/`, and put its tag on the heading of each clause that is written. Once a document is \
             approved, make its status active.",
        ),
        (
            "5. 残りの台帳を、出来事があるたびに書き足します。",
            "5. Add to the other registers whenever something happens.",
        ),
    ] {
        line(out, say(ja, en));
    }
}

const HABITS: &[(&str, &str)] = &[
    (
        "Excel で保存するときは、ファイルの種類に「CSV UTF-8（コンマ区切り）」か「Excel ブック（.xlsx）」を選びます。",
        "When saving from Excel, choose \"CSV UTF-8 (comma delimited)\" or \"Excel Workbook (.xlsx)\".",
    ),
    (
        "該当するものが無い欄には「なし」と書きます。空欄は書き忘れとして扱われます。",
        "Write \"none\" where there is nothing. A blank counts as forgotten.",
    ),
    (
        "一つの欄に複数を書くときは「、」で区切ります。",
        "Separate several values in one cell by commas, inside quotes, or by line breaks.",
    ),
    (
        "見出しの順番は変えて構いません。使わない列は消せます。",
        "Columns may stand in any order, and unused ones may be deleted.",
    ),
    (
        "預かった情報の管理簿は、取引先ごとにファイルを写し、取引先の名前を付けます。",
        "The ledger of entrusted information is kept one file a party: copy the file and give it the party's name.",
    ),
    ("パスワードや暗証番号は、どの台帳にも書きません。", "Never write passwords or codes into a register."),
];
