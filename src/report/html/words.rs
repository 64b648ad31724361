//! The fixed words of the page, both languages side by side. The script has none of its own: it gets them from here.
//!
//! Words for verdicts, rules and findings stand in `report::words`.

use serde_json::{Value, json};

use super::super::words::Say;
use super::super::{Lang, Run};

/// A word that is the same for every run.
macro_rules! words {
    ($($name:ident: $ja:literal, $en:literal;)*) => {
        $(pub fn $name(say: Say) -> String { say.pick($ja, $en).to_owned() })*
    };
}

words! {
    heading: "技術情報管理 点検報告書", "Technology-information management: check report";
    unofficial: "timlint による非公式の点検です。認証機関や官公庁の判定ではありません。", "An unofficial check by timlint. It is no decision of a certification body or a public authority.";
    no_company: "（事業者名の記載なし）", "(no company name recorded)";
    as_of: "判定日", "As of";
    edition: "基準", "Criteria";
    looked_at: "点検した範囲", "Looked at";
    commit: "リポジトリの版（コミット）", "Repository version (commit)";
    no_commit: "不明（版管理されていません）", "unknown (not in a repository)";
    contents: "目次", "Contents";
    skip: "本文へ移動", "Skip to content";
    overview: "全体の状況", "Overview";
    items: "項目ごとの判定", "Verdicts by item";
    findings: "指摘", "Findings";
    inputs: "読んだファイル", "Files that were read";
    not_judged: "台帳を点検できなかったため、判定はありません。理由は「指摘」にあります。", "Nothing could be judged; the findings say why.";
    items_by_verdict: "項目の判定", "Items by verdict";
    findings_by_level: "指摘の数", "Findings by level";
    waived: "猶予中（数に入らない）", "waived (not counted)";
    map: "節の一覧（判定の色分け）", "Map of sections";
    map_remark: "色と記号は節の判定です。右下の数字は、当てはまる項目のうち対応が済んでいるものの数です。節全体への指摘があれば、項目がすべて済んでいても不適合です。", "Colour and sign are the section's verdict. The figures count the items that are settled, of those that apply. A finding about the whole section counts even where all of its items are settled.";
    map_choose: "節を選ぶと、その節へ移動します。", "Choose a section to go to it.";
    radar: "章ごとの対応状況", "Readiness by chapter";
    radar_caption: "当てはまる項目のうち、適合・代替措置・不採用（理由を記録済み）の割合", "Share of applicable items that are met, met by an alternative, or declined with a recorded reason";
    chapters_caption: "章ごとの項目数", "Items by chapter";
    chapter: "章", "Chapter";
    verdict: "判定", "Verdict";
    readiness: "対応済みの割合", "Settled";
    inputs_caption: "ファイルとそのハッシュ値", "Files and their hashes";
    file: "ファイル", "File";
    register: "台帳", "Register";
    encoding: "文字コード", "Encoding";
    records: "件数", "Records";
    no_register: "台帳として読んでいない", "not read as a register";
    without_scripts: "指摘の一覧と絞り込みには、ブラウザーの JavaScript が必要です。JavaScript なしでも、項目ごとの判定・理由・場所は上の欄で読めます。", "The list of findings and the filters need JavaScript. Without it, verdicts, reasons and places can be read item by item above.";
    obligation: "義務", "Obligation";
    applies: "当てはまるとき", "Applies";
    always: "いつも", "always";
    judged_by: "判定のしかた", "Judged by";
    reasons: "判定の理由", "Reasons";
    evidence: "根拠となる記録", "Evidence";
    no_evidence: "根拠となる台帳は定められていません。", "No register is named as evidence.";
    missing_register: "この台帳はありません", "there is no such register";
    places: "指摘の場所", "Places of findings";
    crosswalk: "ほかの基準との関係", "Beside other standards";
    other_standard: "ほかの基準", "Other standard";
    parts: "該当箇所", "Parts";
    relation: "関係", "Relation";
    basis: "根拠", "Basis";
    filter: "絞り込み", "Filter";
    all: "すべて", "All";
    level: "重さ", "Level";
    part: "章・節・項目", "Part of the criteria";
    rule: "規則", "Rule";
    search: "言葉で探す", "Search";
    reset: "条件を消す", "Clear";
    show_findings: "この項目の指摘だけを見る", "Show the findings of this item";
    recorded_exception: "記録された例外", "Recorded exception";
}

pub fn title(say: Say, company: Option<&str>, day: &str) -> String {
    let heading = heading(say);
    match company {
        Some(company) => say.pick(format!("{heading}（{company}、{day}）"), format!("{heading} ({company}, {day})")),
        None => say.pick(format!("{heading}（{day}）"), format!("{heading} ({day})")),
    }
}

pub fn edition_name(say: Say, edition: &str) -> String {
    say.pick(
        format!("技術情報管理認証の基準（{edition}）。説明は timlint 独自の言葉です"),
        format!("criteria of technology-information management certification ({edition}), in timlint's own words"),
    )
}

pub fn amount(say: Say, run: &Run) -> String {
    let registers = run.inputs.iter().filter(|input| input.register.is_some()).count();
    say.pick(
        format!("台帳のファイル {registers}件、記録 {}件", run.records()),
        format!("{} records in {registers} register files", run.records()),
    )
}

pub fn share(say: Say, good: usize, all: usize) -> String {
    match all {
        0 => say.pick("対象なし", "none apply").to_owned(),
        _ => say.pick(format!("{good}/{all} 項目"), format!("{good}/{all} items")),
    }
}

pub fn hash_remark(say: Say, commit: bool) -> String {
    let exact = say.pick(
        "SHA-256 は、点検したときのファイルの中身を示す値です。中身が1文字でも変わると値も変わります。",
        "SHA-256 stands for the exact content that was checked: any change of the file changes it.",
    );
    let since = say.pick(
        "ファイルがコミットのあとで変更されていないかは、git show コミット:ファイル名 の SHA-256 と比べると分かります。",
        " Whether a file was changed after the commit shows when the SHA-256 of `git show COMMIT:FILE` is compared.",
    );
    if commit { format!("{exact}{since}") } else { exact.to_owned() }
}

pub fn file_facts(say: Say, header: Option<usize>, records: usize) -> String {
    match header {
        Some(line) => {
            say.pick(format!("見出し {line}行目、{records}件"), format!("headers in line {line}, records: {records}"))
        }
        None => say.pick(format!("{records}件"), format!("records: {records}")),
    }
}

pub fn kept(say: Say, title: &str, satisfied: u64) -> String {
    say.pick(format!("違反なし（{satisfied}件）: {title}"), format!("kept ({satisfied}): {title}"))
}

pub fn judged_part(say: Say, id: &str, verdict: crate::engine::Verdict) -> String {
    format!("{id} {}", say.verdict(verdict))
}

pub fn more_places(say: Say, rest: usize) -> String {
    say.pick(format!("ほか {rest}か所"), format!("{rest} more"))
}

/// All that the script says, per language. `{n}` and the like are filled there.
pub fn script(titles: &[String; 2]) -> Value {
    let of = |lang: Lang, title: &String| {
        let say = Say(lang);
        json!({
            "title": title,
            "lang": say.pick("English", "日本語"),
            "langTag": say.pick("en", "ja"),
            "dark": say.pick("暗い色にする", "Dark colours"),
            "light": say.pick("明るい色にする", "Light colours"),
            "print": say.pick("印刷する", "Print"),
            "count": say.pick("項目 {i}件、指摘 {f}件を表示しています（全 {I}項目・{F}件）", "Showing {i} of {I} items and {f} of {F} findings"),
            "none": say.pick("当てはまる指摘はありません。", "No finding matches."),
            "clean": say.pick("指摘はありません。", "There are no findings."),
            "more": say.pick("続きを表示する（残り {n}件）", "Show more ({n} left)"),
            "printRest": say.pick("紙面では最初の {m}件までとし、残り {n}件は省きました。画面で絞り込むと、必要な分だけ印刷できます。", "On paper only the first {m} are shown; {n} more are left out. Filter on screen to print what is needed."),
            "left": say.pick("指摘が多いため、軽いものから {n}件をこの報告書から省きました。全件は --format json で得られます。", "There are so many findings that {n}, the lightest, are left out of this page. `--format json` has all of them."),
            "why": say.pick("なぜ", "Why"),
            "fix": say.pick("直し方", "Fix"),
            "items": say.pick("項目", "Items"),
            "rule": say.pick("規則", "Rule"),
            "id": say.pick("指摘の識別子", "Fingerprint"),
            "dym": say.pick("もしかして", "Did you mean"),
            "line": say.pick("行", "Line"),
            "content": say.pick("書かれていること", "What stands there"),
            "said": say.pick("指摘", "Remark"),
            "rows": say.pick("{p} の関係する行", "Rows involved in {p}"),
            "unread": say.pick("{p} は中身を読めませんでした。", "{p} could not be read."),
            "morePlaces": say.pick("ほか {n}か所", "{n} more places"),
            "problem": say.pick("読み込み・設定", "Reading and settings"),
            "blank": say.blank(),
            "waived": say.pick("猶予中", "waived"),
            "levels": [say.level(crate::diag::Level::Error), say.level(crate::diag::Level::Warning), say.level(crate::diag::Level::Note)],
            "roles": {
                "primary": say.pick("問題の箇所", "the problem"),
                "grounds": say.pick("根拠", "grounds"),
                "near": say.pick("惜しい行", "closest row"),
                "insert-at": say.pick("ここに必要", "belongs here"),
            },
        })
    };
    json!({ "ja": of(Lang::Ja, &titles[0]), "en": of(Lang::En, &titles[1]) })
}
