//! The comparison as a comment: what stands first in it, and where its links lead.
use crate::grant;
use crate::support::{DAY, timlint};

#[test]
fn what_weighs_most_stands_first_and_leads_to_its_place() {
    let (folder, _) = grant();
    let address = "https://github.example/o/r/blob/main/";
    let order = ["diff", "old", "new", "--as-of", DAY, "--lang", "en", "--format", "markdown", "--path", "new"];
    let page = timlint(folder.path(), &[&order[..], &["--links", address]].concat()).code(1).out;
    let levels: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("- **")?.split_once("** ")).map(|l| l.0).collect();
    let errors = levels.iter().take_while(|level| **level == "error").count();
    assert!(errors > 0 && levels[errors..].iter().all(|level| *level != "error"), "{levels:?}");
    assert!(page.contains("](https://github.example/o/r/blob/main/new/registers/access_rights.csv#L3)"), "{page}");
    // Without an address nothing pretends to lead somewhere.
    assert!(!timlint(folder.path(), &order).code(1).out.contains("]("));
    timlint(folder.path(), &[&order[..], &["--links", "javascript:alert(1)"]].concat()).code(2);
}
