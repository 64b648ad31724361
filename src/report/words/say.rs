//! Fixed sentences that outputs share, both languages side by side.

use crate::diag::Level;
use crate::model::date::format_date;

use super::super::InputInfo;
use super::{Lang, Run, name_of_register};

/// Says things in a language.
#[derive(Debug, Clone, Copy)]
pub struct Say(pub Lang);

impl Say {
    pub fn pick<T>(self, ja: T, en: T) -> T {
        match self.0 {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    pub fn level(self, level: Level) -> &'static str {
        match level {
            Level::Error => self.pick("エラー", "error"),
            Level::Warning => self.pick("警告", "warning"),
            Level::Note => self.pick("注意", "note"),
        }
    }

    pub fn blank(self) -> &'static str {
        self.pick("（空欄）", "(blank)")
    }

    pub fn unknown(self) -> &'static str {
        self.pick("（不明）", "(unknown)")
    }

    /// The first line of a report: what was looked at, on which day, and what came of it.
    pub fn summary(self, run: &Run) -> String {
        let (totals, day) = (run.totals(), format_date(run.as_of));
        let looked = self.looked_at(run);
        // Where no register was looked at, a count of registers would read like a result.
        if !run.problems.is_empty() && run.inputs.iter().all(|input| input.register.is_none()) {
            return self.nothing_checked(totals.all());
        }
        let (e, w, n) = (number(totals.errors), number(totals.warnings), number(totals.notes));
        // What is waived was found all the same.
        match (totals.all() + totals.waived, run.records(), run.left_out) {
            (0, 0, _) => self.pick(
                format!("{looked}を{day}時点で確認: 判定できる記録がありません"),
                format!("Checked {looked} as of {day}: there are no records to judge"),
            ),
            (0, _, 0) => self.pick(
                format!("{looked}を{day}時点で確認: 問題は見つかりませんでした"),
                format!("Checked {looked} as of {day}: no problems found"),
            ),
            (0, ..) => self.pick(
                format!("{looked}を{day}時点で確認: 指定のファイルに問題は見つかりませんでした"),
                format!("Checked {looked} as of {day}: no problems found in the files asked for"),
            ),
            _ => self.pick(
                format!("{looked}を{day}時点で確認: エラー {e}、警告 {w}、注意 {n}"),
                format!(
                    "Checked {looked} as of {day}: {}, {}, {}",
                    count(totals.errors, "error"),
                    count(totals.warnings, "warning"),
                    count(totals.notes, "note")
                ),
            ),
        }
    }

    fn nothing_checked(self, faults: usize) -> String {
        self.pick(
            format!("台帳は点検していません: ファイル・設定・規則の誤りが{}件あります", number(faults)),
            format!("No register was checked: {} in files, settings or rules", count(faults, "mistake")),
        )
    }

    /// Over the list of checks that are still to come.
    pub fn planned(self, plans: usize) -> String {
        self.pick(
            format!(
                "まだ行っていない点検: {}件。版管理（git）の履歴が要るもので、判定には入っていません。",
                number(plans)
            ),
            format!(
                "{} not made yet: they need the history of the repository (git) and count in no verdict.",
                count(plans, "check")
            ),
        )
    }

    fn looked_at(self, run: &Run) -> String {
        let mut registers: Vec<&str> = run.inputs.iter().filter_map(|input| input.register.as_deref()).collect();
        registers.sort_unstable();
        registers.dedup();
        // The register of people is the one that everybody knows.
        let first = registers.iter().find(|name| **name == "people").or(registers.first());
        let records = run.records();
        let Some(first) = first else { return self.pick("台帳0件".to_owned(), "0 registers".to_owned()) };
        let (first, others) = (name_of_register(first, self.0), registers.len() - 1);
        match (self.0, others) {
            (Lang::Ja, 0) => format!("{first}・{}件", number(records)),
            (Lang::Ja, _) => format!("{first}ほか{others}台帳・{}件", number(records)),
            (Lang::En, _) => format!("{} in {}", count(records, "record"), count(registers.len(), "register")),
        }
    }

    /// What was fixed before this report, and what is left to people.
    pub fn fixed(self, run: &Run) -> Option<String> {
        let (fixed, left) = (number(run.fixed?), number(run.totals().all()));
        Some(self.pick(format!("直したもの {fixed}件、残り {left}件"), format!("{fixed} fixed, {left} remaining")))
    }

    /// What the rules came to. Rules that had nothing to judge are said, so that silence is never taken for a pass.
    pub fn rules(self, run: &Run) -> Option<String> {
        let violated = run.rule_counts.iter().filter(|rule| rule.violated > 0).count();
        let kept = run.rule_counts.iter().filter(|rule| rule.violated == 0 && rule.satisfied > 0).count();
        let all = run.rule_counts.len();
        let idle = all - violated - kept;
        (all > 0).then(|| {
            self.pick(
                format!("規則 {all}件: 違反あり {violated}、違反なし {kept}、判定する記録なし {idle}"),
                format!(
                    "{}: {violated} broken, {kept} not broken, {idle} without records to judge",
                    count(all, "rule")
                ),
            )
        })
    }

    pub fn no_promise(self) -> &'static str {
        self.pick(
            "この結果は認証の取得を保証しません。timlint は非公式の道具です。",
            "This result does not promise certification; timlint is an unofficial tool.",
        )
    }

    pub fn problems(self, count: usize) -> String {
        let n = number(count);
        self.pick(
            format!("読み込めなかったもの・設定の誤り: {n}件"),
            format!("Could not be read, or is set up wrongly: {n}"),
        )
    }

    /// How a file was read: what was guessed of it can be wrong.
    pub fn input(self, input: &InputInfo) -> String {
        let mut said = vec![match &input.register {
            Some(register) => name_of_register(register, self.0),
            None => self.pick("台帳として読んでいません".to_owned(), "not read as a register".to_owned()),
        }];
        if input.register.is_some() {
            said.push(self.pick(format!("{}件", number(input.records)), count(input.records, "record")));
        }
        said.extend(input.encoding.map(str::to_owned));
        said.extend(input.separator.map(|separator| match separator {
            "tab" => self.pick("タブ区切り", "separated by tabs").to_owned(),
            "semicolon" => self.pick("セミコロン区切り", "separated by semicolons").to_owned(),
            _ => self.pick("コンマ区切り", "separated by commas").to_owned(),
        }));
        said.extend(
            input.header.map(|line| self.pick(format!("見出し {line}行目"), format!("headers in line {line}"))),
        );
        format!("{}: {}", input.name(), said.join(self.pick("、", ", ")))
    }

    /// Heading over the findings of one file.
    pub fn file(self, path: &str, register: Option<&str>, count: usize) -> String {
        let name = register.map(|register| name_of_register(register, self.0));
        let n = number(count);
        match (self.0, name) {
            (Lang::Ja, Some(name)) => format!("{path}（{name}）: {n}件"),
            (Lang::Ja, None) => format!("{path}: {n}件"),
            (Lang::En, Some(name)) => format!("{path} ({name}): {}", self::count(count, "finding")),
            (Lang::En, None) => format!("{path}: {}", self::count(count, "finding")),
        }
    }

    pub fn why(self) -> &'static str {
        self.pick("なぜ", "why")
    }

    pub fn fix(self) -> &'static str {
        self.pick("直し方", "fix")
    }

    pub fn did_you_mean(self, nearest: &str) -> String {
        self.pick(format!("もしかして: 「{nearest}」"), format!("did you mean: `{nearest}`"))
    }

    pub fn items(self, items: &[String]) -> String {
        self.pick(format!("項目: {}", items.join(", ")), format!("items: {}", items.join(", ")))
    }

    pub fn more_places(self, count: usize) -> String {
        self.pick(format!("ほか {count} 箇所"), format!("and {}", self::count(count, "more place")))
    }

    /// Findings beyond what a person reads.
    pub fn too_many(self, shown: usize, rest: usize) -> String {
        let (shown, rest) = (number(shown), number(rest));
        self.pick(
            format!("最初の {shown}件だけを表示し、残り {rest}件は省きました。全件は --format json で得られます。"),
            format!("Only the first {shown} are shown; {rest} more are left out. `--format json` has all of them."),
        )
    }

    /// Findings in files that were not asked for.
    pub fn elsewhere(self, count: usize) -> String {
        let n = number(count);
        self.pick(
            format!("このほかのファイルに {n}件あります（--report-for により表示していません）。"),
            format!("{} in other files not shown, because of `--report-for`.", self::count(count, "finding")),
        )
    }

    pub fn explain(self, rule: &str) -> String {
        self.pick(
            format!("規則の詳しい説明: timlint explain {rule}"),
            format!("More about a rule: timlint explain {rule}"),
        )
    }

    pub fn tally(self, violated: u64, satisfied: u64, idle: u64) -> String {
        self.pick(
            format!("違反 {violated}、違反なし {satisfied}、判定なし {idle}"),
            format!("{violated} broken, {satisfied} kept, {idle} not judged"),
        )
    }
}

/// `1204` as `1,204`.
fn number(value: usize) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn count(value: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(value), if value == 1 { "" } else { "s" })
}
