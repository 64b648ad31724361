//! Which column a company may mean by a header of its own: by its letters, else by words that say the same in headers.
//!
//! A guess for people to decide on. Nothing is read by it.

use super::schema::{FieldId, Schema};
use super::spell::{fold_header, nearest};

/// Words that headers use for one thing; the first stands for all. Folded as headers are.
const SAME: &[&[&str]] = &[
    &["区分", "ランク", "レベル", "クラス", "等級", "級別", "種別", "分類"],
    &["氏名", "名前", "お名前"],
    &["番号", "no.", "no", "№", "コード", "id", "ナンバー"],
    &["日", "年月日", "日付", "日時"],
    &["部署", "部門", "所属部署", "部課"],
    &["責任者", "管理者", "責任者名", "担当責任者"],
    &["担当者", "担当", "担当者名"],
    &["保管場所", "保管先", "置き場所", "置場所", "格納場所", "格納先", "保存先", "保存場所"],
    &["期限", "期日", "満了日", "有効期限"],
    &["備考", "摘要", "メモ", "コメント"],
    &["理由", "事由"],
    &["目的", "用途"],
    &["連絡先", "電話番号", "電話", "内線"],
    &["取引先", "相手先", "会社名", "業者", "業者名", "先方"],
];

/// The nearest column, and the name by which it is near.
pub fn header<'s>(header: &str, schema: &'s Schema) -> Option<(FieldId, &'s str)> {
    let fields = || (0..).zip(&schema.fields).filter(|(_, field)| field.found_in.is_none());
    let names = || {
        fields().flat_map(|(id, field)| {
            let aliases = field.aliases.iter().map(String::as_str);
            [field.ja.as_str(), field.name.as_str()].into_iter().chain(aliases).map(move |name| (id, name))
        })
    };
    let by_letters = names().map(|(_, name)| name).filter(|name| same_kind(header, name));
    if let Some(near) = nearest(header, by_letters) {
        return names().find(|(_, name)| *name == near);
    }
    let meant = plain(header);
    let mut alike = fields()
        .filter(|(_, field)| plain(&field.ja) == meant || field.aliases.iter().any(|alias| plain(alias) == meant));
    // Two columns that may be meant are none.
    let (id, field) = alike.next()?;
    alike.next().is_none().then_some((id, field.ja.as_str()))
}

/// One letter at the end makes another column of 登録者 and 登録日, however near they are.
fn same_kind(a: &str, b: &str) -> bool {
    const KINDS: &str = "日者先名数印書簿所人号年月時額率";
    let kind = |word: &str| fold_header(word).chars().last().filter(|last| KINDS.contains(*last));
    match (kind(a), kind(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// A header with one word for each thing, the longest first.
fn plain(header: &str) -> String {
    let header = fold_header(header);
    let words = SAME.iter().flat_map(|words| words[1..].iter().map(|word| (*word, words[0])));
    let ending = words.filter(|(word, _)| header.ends_with(word)).max_by_key(|(word, _)| word.len());
    match ending {
        // `区分` ends a header whose kind is told by what stands before it.
        Some((word, common)) => format!("{}{common}", &header[..header.len() - word.len()]),
        None => header,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RegisterId;

    fn near(register: &str, word: &str) -> Option<&'static str> {
        let schema = RegisterId::by_name(register).expect("a register").schema();
        header(word, schema).map(|(id, _)| schema.fields[id as usize].name.as_str())
    }

    #[test]
    fn headers_of_the_companys_own_lead_to_the_column_that_says_the_same() {
        assert_eq!(near("assets", "機密ランク"), Some("class"));
        assert_eq!(near("people", "入社年月日"), Some("join_on"));
        assert_eq!(near("people", "社員コード"), Some("id"));
        assert_eq!(near("assets", "機密区文"), Some("class"), "by its letters");
    }

    #[test]
    fn what_says_something_else_leads_nowhere() {
        for (register, word) in [("assets", "登録者"), ("people", "血液型"), ("assets", "ランク外")] {
            assert_eq!(near(register, word), None, "{word}");
        }
    }
}
