//! Rows of tables and maps: what they hold, where they stand, and what is no row.

use crate::formats::{Limits, by_path};
use crate::model::columns::{BLANK, Model, missing};
use crate::model::link::{Keys, link};
use crate::model::{Input, RegisterId, Words, load};
use crate::source::{Encoding, SourceText, Sources};

/// Registers out of files named `<register>.<format>`, linked.
fn company(files: &[(&str, &str)]) -> (Model, Keys, Sources, Vec<String>) {
    let (mut sources, mut inputs) = (Sources::default(), Vec::new());
    for (path, text) in files {
        let file = sources.add(SourceText::new(*path, *text, Encoding::Utf8));
        let (source, format) = (sources.get(file), by_path(path).expect("a known format"));
        let content = (format.parse)(source, file, &Limits::default(), &mut Vec::new()).expect("it can be read");
        let name = path.split('.').next().expect("a name");
        inputs.push(Input { file, register: id(name), content });
    }
    let loaded = load(inputs, &sources, Words::default(), &Default::default());
    let (mut model, mut said) = (loaded.model, loaded.diagnostics);
    let (keys, dangling) = link(&mut model, &sources);
    said.extend(dangling);
    let said = said.into_iter().map(|d| format!("{} `{}`", d.rule, sources.text(d.primary().span))).collect();
    (model, keys, sources, said)
}

fn id(name: &str) -> RegisterId {
    RegisterId::by_name(name).unwrap_or_else(|| panic!("no register {name}"))
}

/// Rows as `parent/first field/second field`.
fn rows(model: &Model, sources: &Sources, register: &str, fields: [&str; 2]) -> Vec<String> {
    let id = id(register);
    let raw = |row, field: &str| model.raw(id, row, id.schema().field(field).expect("a field"), sources);
    let row = |row| format!("{}/{}/{}", raw(row, "parent"), raw(row, fields[0]), raw(row, fields[1]));
    (0..model.len_of(id)).map(row).collect()
}

const KEYS: &str = "\
- id: KEY-1
  changes:
    - { on: 2026-04-01, reason: install }
    - { reason: leak, on: 2026-07-02 }
- id: KEY-2
  changes: []
- id: KEY-3
";

#[test]
fn each_line_of_a_table_is_a_row_that_knows_its_record_and_its_place() {
    let (model, keys, sources, said) = company(&[("keys.yaml", KEYS)]);
    assert_eq!(said, [""; 0]);
    let changes = id("key_changes");
    assert_eq!(
        rows(&model, &sources, "key_changes", ["on", "reason"]),
        ["KEY-1/2026-04-01/install", "KEY-1/2026-07-02/leak"]
    );
    let field = |name| changes.schema().field(name).expect("a field");
    let place = model.place(changes, 1, field("reason"), &sources).span();
    assert_eq!((sources.text(place), place.start), ("leak", KEYS.find("leak").expect("it stands there") as u32));
    assert_eq!(sources.text(model.place(changes, 1, field("parent"), &sources).span()), "KEY-1");
    assert_eq!(keys.row(id("keys"), model.cell(changes, 1, field("parent"))), Some(0));
    assert_eq!(model.key(changes, 1, &sources), "KEY-1/2026-07-02");
}

#[test]
fn each_entry_of_a_map_is_a_name_and_a_value_of_its_type() {
    let text =
        r#"[{"id": "SV-1", "port_block": {"usb": "blocked", "LAN": "needed"}, "open_ports": {"443": "\u7ba1\u7406"}}]"#;
    let (model, _, sources, _) = company(&[("it_assets.json", text)]);
    assert_eq!(rows(&model, &sources, "port_blocks", ["name", "value"]), ["SV-1/usb/blocked", "SV-1/LAN/needed"]);
    let schema = id("port_blocks").schema();
    let named = |field: &str, word: &str| {
        let field = &schema.fields[schema.field(field).expect("a field") as usize];
        i32::from(field.value_index(word).expect("a choice"))
    };
    let cell = |row, field| model.cell(id("port_blocks"), row, schema.field(field).expect("a field"));
    assert_eq!((cell(1, "name"), cell(1, "value")), (named("name", "network"), named("value", "needed")));
    assert_eq!(rows(&model, &sources, "open_ports", ["name", "value"]), ["SV-1/443/管理"]);
}

#[test]
fn the_company_itself_is_a_record_too_and_tables_may_hold_maps() {
    let text = "name: さくら精機\nclasses:\n  - name: 極秘\n    level: high\n    minimum: { 保管: 金庫, 送信: 禁止 }\nledgers:\n  - register: media\n    owner_id: E9\n";
    let (model, keys, sources, said) = company(&[("org.yaml", text), ("people.csv", "id,name\nE1,加藤\n")]);
    let minimums = rows(&model, &sources, "class_minimums", ["name", "value"]);
    assert_eq!(minimums, ["極秘/保管/金庫", "極秘/送信/禁止"]);
    assert_eq!(rows(&model, &sources, "ledgers", ["register", "owner_id"]), ["さくら精機/media/E9"]);
    let parent = |register: &str| model.cell(id(register), 0, id(register).schema().field("parent").expect("a parent"));
    assert_eq!(keys.row(id("org"), parent("ledgers")), Some(0));
    assert_eq!(keys.row(id("classes"), parent("class_minimums")), Some(0));
    assert_eq!(said, ["register/dangling-reference `E9`"], "references in a table lead somewhere too");
}

#[test]
fn text_in_one_cell_is_taken_apart_whole_or_not_at_all() {
    let text = "\
鍵番号,解錠手段変更履歴
KEY-1,2021/4/12: 設置; 2024/4/2: 定期
KEY-2,\"R6.4.1 移設、R8.4.1 定期\"
KEY-3,2021/4/12: 設置; そのあとは不明
KEY-4,なし
KEY-5,
KEY-6,2026/10/5: 漏えい
KEY-7,〃
";
    let (model, _, sources, said) = company(&[("keys.csv", text)]);
    assert_eq!(said, [""; 0], "a cell that cannot be taken apart stays the text it is");
    let expected = [
        "KEY-1/2021/4/12/設置",
        "KEY-1/2024/4/2/定期",
        "KEY-2/R6.4.1/移設",
        "KEY-2/R8.4.1/定期",
        "KEY-6/2026/10/5/漏えい",
        "KEY-7/2026/10/5/漏えい",
    ];
    assert_eq!(rows(&model, &sources, "key_changes", ["on", "reason"]), expected);
    let key = |row| model.cell(id("keys"), row, id("keys").schema().field("id").expect("a key"));
    let unread = &model.register(id("key_changes")).expect("it is there").unread;
    assert!(unread.len() == 1 && unread.contains(&key(2)));
    let place = model.place(id("key_changes"), 3, id("key_changes").schema().field("on").expect("a field"), &sources);
    assert_eq!(sources.text(place.span()), "R8.4.1");
}

#[test]
fn a_value_that_cannot_be_read_is_said_and_its_row_stays() {
    let text = "- id: INC-1\n  steps_done: { report: 2026-07-02, evidence: someday }\n";
    let (model, _, _, said) = company(&[("incidents.yaml", text)]);
    assert_eq!(said, ["register/wrong-value `someday`"]);
    let steps = id("incident_steps");
    let value = steps.schema().field("value").expect("a value");
    assert!(!missing(model.cell(steps, 0, value)) && missing(model.cell(steps, 1, value)));
}

#[test]
fn rows_are_there_where_their_column_is_and_numbered_through_all_files() {
    let (model, ..) = company(&[("keys.csv", "id,kind\nKEY-1,code\n")]);
    assert!(!model.was_seen(id("key_changes")), "nobody keeps a history");
    let (model, ..) = company(&[("keys.csv", "id,changes\nKEY-1,\n")]);
    assert!(model.was_seen(id("key_changes")) && model.len_of(id("key_changes")) == 0);
    let second =
        "[{\"id\": \"KEY-9\", \"changes\": [{\"on\": \"2026-01-05\", \"reason\": \"move\"}, {\"reason\": \"leak\"}]}]";
    let (model, _, sources, _) = company(&[("keys.yaml", KEYS), ("keys.json", second)]);
    let changes = id("key_changes");
    let on = changes.schema().field("on").expect("a day");
    assert_eq!(rows(&model, &sources, "key_changes", ["on", "reason"])[2..], ["KEY-9/2026-01-05/move", "KEY-9//leak"]);
    assert_eq!(model.cell(changes, 3, on), BLANK);
    let place = model.place(changes, 3, on, &sources).span();
    assert_eq!((sources.get(place.file).path.as_str(), sources.text(place)), ("keys.json", "reason"));
}
