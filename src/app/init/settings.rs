//! `timlint.toml` to begin with: the language, and every other setting as a remark that can be brought to life.

use super::{Options, line};

/// Settings and what they are for. Keys of the top stand before tables, or TOML would put them inside.
const REMARKS: &[(&str, &str, &str)] = &[
    (
        "どの段階の指摘があれば失敗とするか（error、warning、note、never）",
        "The least level of finding that counts as failure (error, warning, note, never)",
        "fail_on = \"error\"",
    ),
    ("確認の対象から外すファイル", "Files that are not looked at", "exclude = [\"registers/old/**\"]"),
    (
        "台帳を別の名前や別の場所で保管しているとき",
        "Registers that are kept elsewhere or under other names",
        "[registers]\npeople = \"registers/staff.csv\"",
    ),
    (
        "台帳の見出しが違うとき（左が自社の見出し、右が決まった見出し）",
        "Columns with other headers (yours on the left, the known one on the right)",
        "[columns.people]\n\"辞めた日\" = \"退職日\"",
    ),
    (
        "台帳に書く言葉が違うとき（左が自社の言葉、右が決まった値）",
        "Choices in other words (yours on the left, the known value on the right)",
        "[values.assets.class]\n\"S\" = \"high\"",
    ),
    (
        "規則ごとに段階を変えるとき（error、warning、note、off）",
        "Levels of single rules (error, warning, note, off)",
        "[rules]\n\"assets/high-without-owner\" = \"warning\"",
    ),
];

pub fn write(options: &Options) -> String {
    let mut out = String::new();
    let name = options.name.as_deref().unwrap_or(options.pick("自社", "Our company"));
    line(
        &mut out,
        options.pick(&format!("# {name} の情報管理記録"), &format!("# {name}, information management records")),
    );
    line(
        &mut out,
        options.pick(
            "# timlint の設定です。会社が決めること（期間や当てはまる範囲）は、ここではなく事業者プロファイルに書きます。",
            "# Settings of timlint. What the company decides (periods, scope) belongs into its profile, not here.",
        ),
    );
    line(&mut out, format!("lang = \"{}\"", options.lang.name()));
    for (ja, en, setting) in REMARKS {
        out.push('\n');
        line(&mut out, format!("# {}", options.pick(ja, en)));
        setting.lines().for_each(|setting| line(&mut out, format!("# {setting}")));
    }
    out
}
