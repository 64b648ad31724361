use super::*;

fn canon<'w>(register: &str, tongue: Tongue, typed: bool, words: &'w Words) -> Canon<'w> {
    let register = RegisterId::by_name(register).expect("a register");
    Canon { register, tongue, typed, inside: false, words }
}

/// What a cell becomes; itself where nothing is to be done.
#[track_caller]
fn cell(canon: &Canon<'_>, field: &str, raw: &str) -> String {
    let id = canon.register.schema().field(field).unwrap_or_else(|| panic!("no field {field}"));
    canon.cell(id, raw).map_or_else(|| raw.to_owned(), |spelled| spelled.text)
}

#[test]
fn values_are_spelled_in_the_language_of_the_file() {
    let words = Words::default();
    let [ja, en, code] = [Tongue::Ja, Tongue::En, Tongue::Code].map(|t| canon("people", t, false, &words));
    assert_eq!(["社員", "（正社員）", "employee"].map(|raw| cell(&ja, "kind", raw)), ["正社員"; 3]);
    assert_eq!((cell(&en, "kind", "派遣"), cell(&code, "kind", "派遣")), ("agency worker".into(), "temp".into()));
    assert_eq!(["可", "ＹＥＳ", "有"].map(|raw| cell(&ja, "telework", raw)), ["○"; 3]);
    assert_eq!((cell(&ja, "telework", "未"), cell(&en, "telework", "×")), ("×".into(), "no".into()));
    let typed = canon("people", Tongue::Code, true, &words);
    assert_eq!(cell(&typed, "telework", "yes"), "true");
}

#[test]
fn dates_and_codes_have_one_form() {
    let words = Words::default();
    let people = canon("people", Tongue::Ja, false, &words);
    for raw in ["R8.4.1", "令和８年４月１日", "2026/4/1", " 2026-04-01　", "2026/4/1 0:00"] {
        assert_eq!(cell(&people, "join_on", raw), "2026-04-01", "{raw}");
    }
    assert_eq!(cell(&people, "id", "Ｅ‐００１"), "E-001");
    let loans = canon("key_loans", Tongue::Ja, false, &words);
    assert_eq!(cell(&loans, "out_at", "令和8年5月11日午前8時30分"), "2026-05-11T08:30");
}

#[test]
fn what_says_more_than_its_value_stays() {
    let words = Words::default();
    let people = canon("people", Tongue::Ja, false, &words);
    for (field, raw) in [
        ("join_on", "来春"),
        ("join_on", "なし"),
        ("leave_on", "－"),
        ("id", "㈱鈴木"),
        ("name", "ｶﾅ　２０２６"),
        ("kind", "アルバイタ"),
        ("telework", "たぶん"),
    ] {
        assert_eq!(cell(&people, field, raw), raw, "{field}");
    }
    let loans = canon("key_loans", Tongue::Ja, false, &words);
    for raw in ["2026-05-11T08:30:15", "2026-05-11T08:30+09:00", "2026-05-11T08:30Z"] {
        assert_eq!(cell(&loans, "out_at", raw), raw);
    }
    let keys = canon("keys", Tongue::Ja, false, &words);
    assert_eq!(["１，２００", "３本", "２"].map(|raw| cell(&keys, "quantity", raw)), ["1200", "3本", "2"]);
    assert_eq!(cell(&people, "name", " 佐藤 花子　"), "佐藤 花子");
}

#[test]
fn words_of_the_company_are_not_translated() {
    let mut words = Words::default();
    let people = RegisterId::by_name("people").expect("a register");
    let kind = people.schema().field("kind").expect("a field");
    words.add_value(people, kind, "本採用", 0);
    // Here 正社員 is the name of something else: then nothing may be turned into it.
    words.add_value(people, kind, "正社員", 2);
    words.headers.insert((people, fold_header("身分")), kind);
    let canon = canon("people", Tongue::Ja, false, &words);
    assert_eq!(cell(&canon, "kind", "本採用"), "本採用");
    assert_eq!(cell(&canon, "kind", "社員"), "employee", "the one name that is still beyond doubt");
    assert_eq!(canon.header(kind, "身分"), None);
    assert_eq!(canon.header(kind, "雇用形態").as_deref(), Some("雇用区分"));
    assert_eq!(canon.header(kind, "雇用区分"), None);
}

#[test]
fn every_header_and_every_choice_reads_back_as_itself() {
    let words = Words::default();
    for register in RegisterId::all() {
        for tongue in [Tongue::Ja, Tongue::En, Tongue::Code] {
            let canon = Canon { register, tongue, typed: false, inside: false, words: &words };
            for (id, field) in register.schema().fields.iter().enumerate().filter(|(_, f)| f.found_in.is_none()) {
                let id = id as FieldId;
                let header = canon.header(id, "").unwrap_or_default();
                assert_eq!(register.schema().field_by_header(&header), Some(id), "{}.{}", register.name(), field.name);
                for (at, value) in field.values.iter().enumerate().filter(|_| field.ty == Type::Enum) {
                    let word = canon.cell(id, &value.name).map_or(value.name.clone(), |spelled| spelled.text);
                    assert_eq!(field.value_by_word(&word).map(usize::from), Some(at), "{}.{word}", register.name());
                    assert_eq!(canon.cell(id, &word), None, "{}.{word}: spelled twice", register.name());
                }
            }
        }
    }
}
