use super::*;

/// The text with the value between ⟦ and ⟧ replaced.
#[track_caller]
fn replaced(notation: Notation, marked: &str, new: New<'_>) -> Option<String> {
    let start = marked.find('⟦').expect("a mark");
    let text = marked.replace('⟦', "");
    let end = text.find('⟧').expect("a mark");
    let mut text = text.replace('⟧', "");
    let (range, new) = splice(notation, &text, start..end, new)?;
    text.replace_range(range, &new);
    Some(text)
}

#[test]
fn quotes_of_csv_stay_or_come_where_they_are_needed() {
    let csv = |marked, new| replaced(Notation::Csv, marked, New::Text(new)).expect("a cell");
    assert_eq!(csv("a,⟦b⟧,c", "d"), "a,d,c");
    assert_eq!(csv("a,\"⟦b⟧\",c", "d\"e"), "a,\"d\"\"e\",c");
    assert_eq!(csv("a,⟦b⟧\nc", "d,e"), "a,\"d,e\"\nc");
    assert_eq!(replaced(Notation::Csv, "a, ⟦b⟧ ,c", New::Text("d,e")), None, "which quotes would be whose?");
}

#[test]
fn yaml_keeps_its_quotes_and_its_text_stays_text() {
    let yaml = |marked, new| replaced(Notation::Yaml, marked, new);
    assert_eq!(yaml("a: ⟦R8.4.1⟧ # 入社", New::Text("2026-04-01")).as_deref(), Some("a: 2026-04-01 # 入社"));
    assert_eq!(yaml("a: \"⟦x⟧\"", New::Text("y\"z")).as_deref(), Some("a: \"y\\\"z\""));
    assert_eq!(yaml("a: '⟦x⟧'", New::Text("it's")).as_deref(), Some("a: 'it''s'"));
    assert_eq!(yaml("a: '⟦１２⟧'", New::Literal("12")).as_deref(), Some("a: 12"));
    assert_eq!(yaml("a: ⟦００１⟧", New::Text("001")).as_deref(), Some("a: \"001\""), "a number would lose its zeros");
    assert_eq!(yaml("a: ⟦はい⟧", New::Text("no")).as_deref(), Some("a: \"no\""));
    assert_eq!(yaml("a: [⟦あり⟧, b]", New::Text("○")).as_deref(), Some("a: [○, b]"));
    assert_eq!(yaml("⟦emp_id⟧: 1", New::Key("社員番号")).as_deref(), Some("社員番号: 1"));
    assert_eq!(yaml("a: ⟦*b⟧", New::Text("c")), None, "an alias");
    assert_eq!(yaml("a: |-\n  ⟦001⟧\n", New::Text("002")), None, "a block text has no quotes");
}

#[test]
fn json_is_changed_inside_its_quotes_only() {
    let json = |marked, new| replaced(Notation::Json, marked, new);
    assert_eq!(json("{\"a\": \"⟦x⟧\"}", New::Text("\"\n")).as_deref(), Some("{\"a\": \"\\\"\\n\"}"));
    assert_eq!(json("{\"a\": \"⟦はい⟧\"}", New::Literal("true")).as_deref(), Some("{\"a\": true}"));
    assert_eq!(json("{\"a\": ⟦1⟧}", New::Text("2")), None);
}

#[test]
fn toml_quotes_what_needs_quotes() {
    let toml = |marked, new| replaced(Notation::Toml, marked, new);
    assert_eq!(toml("⟦emp_id⟧ = 1", New::Key("社員番号")).as_deref(), Some("\"社員番号\" = 1"));
    assert_eq!(toml("\"⟦社員番号⟧\" = 1", New::Key("id")).as_deref(), Some("\"id\" = 1"));
    assert_eq!(toml("a = '⟦x⟧'", New::Text("it's")).as_deref(), Some("a = \"it's\""));
    assert_eq!(toml("a = '⟦x⟧' # c", New::Text("y")).as_deref(), Some("a = 'y' # c"));
    assert_eq!(toml("a = \"\"\"\n⟦x⟧\"\"\"", New::Text("y")), None);
    assert_eq!(toml("a = ⟦2026-04-01⟧", New::Text("2026-04-02")), None);
}

#[test]
fn only_files_of_text_have_a_notation() {
    let of = |path: &str| Notation::of(path, "");
    assert_eq!(
        (of("a.csv"), of("b/A.TSV"), of("a.yml")),
        (Some(Notation::Csv), Some(Notation::Csv), Some(Notation::Yaml))
    );
    assert_eq!((of("a.md"), Notation::of("a.md", "+++\n")), (Some(Notation::Yaml), Some(Notation::Toml)));
    assert_eq!((of("a.xlsx"), of("a.txt"), of("a")), (None, None, None));
    assert_eq!((of("wow!.csv"), of("a.csv!people.csv")), (Some(Notation::Csv), None), "a file's sheet is no file");
}
