//! When two spellings are the same word: headers, enum words, ids and names as people type them, with full-width
//! letters, ideographic spaces and five kinds of dash. Also what counts as empty, as a ditto mark, as a list.
//!
//! Reading a word as a date, a number or a boolean belongs to `date` and `value`; which words an enum knows
//! belongs to the schemas. Fold both sides before comparing.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Without surrounding space of any kind, ideographic and zero-width included.
pub fn trim(text: &str) -> &str {
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) | (None, _) => text,
        _ => text.trim_matches(is_space),
    }
}

/// Headers and the names of registers and fields: `Person ID`, `person_id` and `ｐｅｒｓｏｎ－ｉｄ` are one. The long
/// vowel mark stays: it is a letter.
pub fn fold_header(text: &str) -> String {
    let drop = |c: char| is_space(c) || is_bracket(c) || is_dash(c) || matches!(c, '※' | '*' | '・' | '_' | '.' | ':');
    if text.is_ascii() {
        return text.chars().filter(|c| !drop(*c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkc().filter(|c| !drop(*c)).flat_map(char::to_lowercase).collect()
}

/// Words of an enum, and yes/no words.
pub fn fold_word(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let kept = |c: char| plain_ascii(c) && !c.is_ascii_uppercase() && !is_bracket(c) && c != ' ';
    if text.chars().all(|c| kept(c) || plain_japanese(c)) {
        return Cow::Borrowed(text);
    }
    let drop = |c: char| is_space(c) || is_bracket(c) || c == '※';
    text.nfkc().filter(|c| !drop(*c)).map(straight_dash).flat_map(char::to_lowercase).collect::<String>().into()
}

/// Ids and references: one width, one kind of dash. Case stays, as companies do number things `a1` and `A1`.
pub fn fold_key(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let plain = text.chars().all(|c| plain_ascii(c) || plain_japanese(c));
    if plain && !(text.contains('ー') && text.bytes().any(|b| b.is_ascii())) {
        return Cow::Borrowed(text);
    }
    let mut key: Vec<char> = text.nfkc().filter(|c| !is_invisible(*c)).map(straight_dash).collect();
    for at in 1..key.len().saturating_sub(1) {
        // Typed with the kana keyboard, the dash of Ａー００１ comes out as the long vowel mark.
        if key[at] == 'ー' && key[at - 1].is_ascii_alphanumeric() && key[at + 1].is_ascii_alphanumeric() {
            key[at] = '-';
        }
    }
    let key: String = key.into_iter().collect();
    if key == text { Cow::Borrowed(text) } else { Cow::Owned(key) }
}

/// Names of people: without spaces, and without the selectors that only choose the shape of a character.
pub fn fold_name(text: &str) -> String {
    let selector = |c: char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    text.nfkc().filter(|c| !is_space(*c) && !selector(*c)).collect()
}

/// A name with old and rare forms of its characters made common. Good for a hint, never for a match: 髙橋 and 高橋
/// may be two people.
pub fn variant_name(text: &str) -> String {
    fold_name(text).chars().map(common_form).collect()
}

fn common_form(c: char) -> char {
    const FORMS: [(char, &str); 53] = [
        ('高', "髙"),
        ('崎', "﨑嵜"),
        ('斉', "齋齊斎"),
        ('辺', "邊邉"),
        ('浜', "濵濱"),
        ('沢', "澤"),
        ('広', "廣"),
        ('国', "國"),
        ('島', "嶋嶌"),
        ('徳', "德"),
        ('恵', "惠"),
        ('栄', "榮"),
        ('桜', "櫻"),
        ('条', "條"),
        ('真', "眞"),
        ('曽', "曾"),
        ('瀬', "瀨"),
        ('滝', "瀧"),
        ('浅', "淺"),
        ('渕', "淵"),
        ('寿', "壽"),
        ('学', "學"),
        ('実', "實"),
        ('岳', "嶽"),
        ('槙', "槇"),
        ('竜', "龍"),
        ('吉', "𠮷"),
        ('桑', "桒"),
        ('柳', "栁"),
        ('富', "冨"),
        ('黒', "黑"),
        ('静', "靜"),
        ('蔵', "藏"),
        ('円', "圓"),
        ('関', "關"),
        ('増', "增"),
        ('会', "會"),
        ('館', "舘"),
        ('万', "萬"),
        ('与', "與"),
        ('豊', "豐"),
        ('塩', "鹽"),
        ('来', "來"),
        ('児', "兒"),
        ('顕', "顯"),
        ('伝', "傳"),
        ('鉄', "鐵"),
        ('弥', "彌"),
        ('亀', "龜"),
        ('礼', "禮"),
        ('沼', "沼"),
        ('薮', "藪"),
        ('桧', "檜"),
    ];
    FORMS.iter().find(|(_, rare)| rare.contains(c)).map_or(c, |(common, _)| *common)
}

/// The most similar of the known words, for "did you mean". At most a third of the letters may differ, and
/// something must be shared. Of equally near words the first wins. Every candidate is looked at: ask once a word.
pub fn nearest<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = fold_header(word).chars().collect();
    let mut limit = (word.len() / 3).max(1).min(word.len().saturating_sub(1));
    let mut best = None;
    for candidate in among {
        let folded: Vec<char> = fold_header(candidate).chars().collect();
        if folded.is_empty() || folded.len().abs_diff(word.len()) > limit {
            continue;
        }
        let distance = strsim::generic_damerau_levenshtein(&word, &folded);
        if distance <= limit {
            best = Some(candidate);
            if distance == 0 {
                break;
            }
            limit = distance - 1; // from here on only a nearer one is of interest
        }
    }
    best
}

/// Nothing written, "nothing" written, or something written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Emptiness {
    Filled,
    Blank,
    /// Somebody wrote that there is none: なし, 該当なし, －, N/A.
    Declared,
}

/// For every type but boolean. Where an enum itself has a word such as `none`, ask the enum first.
pub fn emptiness(text: &str) -> Emptiness {
    const LONGEST: usize = 24; // the longest of the words in full width with room for spaces
    let text = trim(text);
    let Some(first) = text.chars().next() else { return Emptiness::Blank };
    let starts = matches!(
        first,
        'n' | 'N' | 'ｎ' | 'Ｎ' | 'な' | 'ナ' | 'ﾅ' | '無' | '該' | '特' | '対' | 'ー' | 'ｰ' | '(' | '（'
    );
    if text.len() > LONGEST || !(starts || is_dash(first)) {
        return Emptiness::Filled;
    }
    let word = fold_word(text);
    let known = matches!(
        word.as_ref(),
        "なし"
            | "ナシ"
            | "無し"
            | "無"
            | "該当なし"
            | "該当無し"
            | "該当無"
            | "特になし"
            | "特に無し"
            | "対象外"
            | "n/a"
            | "na"
            | "none"
    );
    let dashes = word.chars().all(|c| is_dash(c) || c == 'ー');
    if known || (dashes && !word.is_empty()) { Emptiness::Declared } else { Emptiness::Filled }
}

/// In a yes/no column 無 and なし are answers, not the lack of one.
pub fn emptiness_of_boolean(text: &str) -> Emptiness {
    match super::value::parse_bool(text) {
        Some(_) => Emptiness::Filled,
        None => emptiness(text),
    }
}

/// "As above."
pub fn is_ditto(text: &str) -> bool {
    matches!(trim(text), "〃" | "″" | "同上" | "仝" | "〻" | "\"" | "＂")
}

/// The items of a list cell, as exact byte ranges without surrounding space; empty items are left out. The middle
/// dot and the slash do not separate: they occur inside of names.
pub fn split_list(text: &str) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let raw = &text[from..to];
        let item = trim(raw);
        if !item.is_empty() {
            let lead = item.as_ptr() as usize - raw.as_ptr() as usize;
            items.push(from + lead..from + lead + item.len());
        }
    };
    for (at, separator) in text.match_indices(['、', '，', '､', ',', ';', '；', '\n', '\r']) {
        push(start, at);
        start = at + separator.len();
    }
    push(start, text.len());
    items
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '（' | '）' | '〈' | '〉' | '《' | '》')
        || matches!(c, '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '〖' | '〗')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '﹣')
}

pub(super) fn straight_dash(c: char) -> char {
    if is_dash(c) { '-' } else { c }
}

fn plain_ascii(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// Characters that no folding here changes; the common case of Japanese text, found without tables.
fn plain_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '々' | '〇' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_match_however_they_are_typed() {
        for header in
            ["person_id", "Person ID", "personid", "ＰＥＲＳＯＮ－ＩＤ", "person\r\nid", "※person id*", "Person-ID:"]
        {
            assert_eq!(fold_header(header), "personid", "{header}");
        }
        assert_eq!(fold_header("社員No.（※必須）"), fold_header("社員\n№ [必須]"));
        assert_eq!(fold_header("サーバー・ルーム"), "サーバールーム");
        assert_eq!(fold_header("ｻｰﾊﾞｰ名"), "サーバー名");
    }

    #[test]
    fn words_lose_width_case_and_space() {
        assert_eq!(fold_word(" ＹＥＳ　"), "yes");
        assert_eq!(fold_word("社 外　秘"), "社外秘");
        assert_eq!(fold_word("（有）"), "有");
        assert!(matches!(fold_word("in_use"), Cow::Borrowed("in_use")));
        assert!(matches!(fold_word(" 社外秘 "), Cow::Borrowed("社外秘")));
    }

    #[test]
    fn keys_keep_their_case_but_not_their_width() {
        for key in ["A-001", "Ａ－００１", " A‐001", "A–001", "Aー001", "Ａ−００１\u{200b}", "\u{feff}A—001"]
        {
            assert_eq!(fold_key(key), "A-001", "{key}");
        }
        assert_ne!(fold_key("a-001"), "A-001");
        assert_eq!(fold_key("サーバー1"), "サーバー1");
        assert_eq!(fold_key("製造 1課"), "製造 1課");
        assert!(matches!(fold_key("  P-001 "), Cow::Borrowed("P-001")));
        assert!(matches!(fold_key("金型図面"), Cow::Borrowed(_)));
    }

    #[test]
    fn decomposed_kana_are_composed() {
        assert_eq!(fold_word("カ\u{3099}イト\u{3099}"), "ガイド");
        assert_eq!(fold_key("カ\u{3099}"), "ガ");
    }

    #[test]
    fn names_ignore_space_and_shape_selectors() {
        assert_eq!(fold_name("佐藤　花子"), fold_name("佐藤 花子"));
        assert_eq!(fold_name("葛\u{e0100}城"), "葛城");
        assert_ne!(fold_name("髙橋"), fold_name("高橋"));
    }

    #[test]
    fn rare_forms_become_common_for_hints() {
        for (rare, common) in
            [("髙橋", "高橋"), ("山﨑", "山崎"), ("齋藤", "斉藤"), ("斎藤", "齊藤"), ("渡邉", "渡邊"), ("濵田", "浜田")]
        {
            assert_eq!(variant_name(rare), variant_name(common), "{rare}");
        }
        assert_ne!(variant_name("伊藤"), variant_name("伊東"));
    }

    #[test]
    fn the_nearest_word_is_found_and_nothing_far_is() {
        let known = ["people", "assets", "access_rights", "人員一覧", "誓約書"];
        let nearest = |word| nearest(word, known.iter().copied());
        assert_eq!(nearest("poeple"), Some("people"));
        assert_eq!(nearest("Access-Right"), Some("access_rights"));
        assert_eq!(nearest("人員一欄"), Some("人員一覧"));
        assert_eq!(nearest("誓約"), Some("誓約書"));
        assert_eq!(nearest("visitors"), None);
        assert_eq!(nearest("x"), None);
        assert_eq!(nearest(""), None);
    }

    #[test]
    fn of_equally_near_words_the_first_wins() {
        assert_eq!(nearest("P-003", ["P-001", "P-002"].into_iter()), Some("P-001"));
        assert_eq!(nearest("P-0022", ["P-0012", "P-0023", "P-0022"].into_iter()), Some("P-0022"));
    }

    #[test]
    fn blank_and_declared_empty_differ() {
        for blank in ["", " ", "　", "\t\r\n", "\u{feff}", "\u{a0}"] {
            assert_eq!(emptiness(blank), Emptiness::Blank, "{blank:?}");
        }
        for word in [
            "なし",
            "無し",
            "無",
            "該当なし",
            "該当 無し",
            "－",
            "ー",
            "-",
            "–",
            "---",
            "N/A",
            "n/a",
            "ＮＡ",
            "None",
            "特になし",
            "対象外",
            "（なし）",
        ] {
            assert_eq!(emptiness(word), Emptiness::Declared, "{word}");
        }
        for word in ["無線", "ナシ園", "名古屋", "-1", "(A)", "対象", "0", "ー般", "no"] {
            assert_eq!(emptiness(word), Emptiness::Filled, "{word}");
        }
    }

    #[test]
    fn in_a_yes_no_column_none_is_an_answer() {
        assert_eq!(emptiness_of_boolean("無"), Emptiness::Filled);
        assert_eq!(emptiness_of_boolean("なし"), Emptiness::Filled);
        assert_eq!(emptiness_of_boolean("－"), Emptiness::Declared);
        assert_eq!(emptiness_of_boolean("　"), Emptiness::Blank);
    }

    #[test]
    fn ditto_marks_stand_alone() {
        assert!(["〃", " ″ ", "同上", "\"", "仝"].into_iter().all(is_ditto));
        assert!(!["々", "同上の者", "\"\"", ""].into_iter().any(is_ditto));
    }

    #[test]
    fn lists_split_at_exact_bytes() {
        let items = |text: &'static str| split_list(text).into_iter().map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(items("P-001、 P-002，P-003;P-004\r\n　P-005　"), ["P-001", "P-002", "P-003", "P-004", "P-005"]);
        assert_eq!(items("ジョン・スミス／営業"), ["ジョン・スミス／営業"]);
        assert_eq!(items("、,;\n"), Vec::<&str>::new());
        assert_eq!(split_list("　佐藤、鈴木"), [3..9, 12..18]);
    }
}
