//! What stands first in a comparison: where a list ends early, it must lose the least.
use crate::compared;
use crate::support::{files, fixture};
use timlint::report::diff::Form;

#[test]
fn what_weighs_most_stands_first() {
    let (base, head) = (files(&fixture("clean-ja")), files(&fixture("neglected")));
    let page = compared(&base, &head, Form::Markdown);
    let (_, new) = page.split_once("#### 新しい指摘").expect("new findings");
    let (new, _) = new.split_once("####").or_else(|| new.split_once("<details>")).unwrap_or((new, ""));
    let levels: Vec<&str> =
        new.lines().filter_map(|line| line.strip_prefix("- **")?.split_once("**")).map(|(level, _)| level).collect();
    let errors = levels.iter().take_while(|level| **level == "エラー").count();
    assert!(errors > 10 && levels[errors..].iter().all(|level| *level != "エラー"), "{levels:?}");
    // As many as there are of the worst, or as a list has room for.
    let all = compared(&base, &head, Form::Human).lines().filter(|line| line.contains(" エラー ")).count();
    assert!(errors == all.min(levels.len()), "{errors} of {all}");
}
