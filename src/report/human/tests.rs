use super::super::sample::{leaver, near_miss, options, print};
use super::super::Lang;
use super::Human;

#[test]
fn show() {
    for run in [leaver(), near_miss()] { for lang in [Lang::Ja, Lang::En] { for ascii in [false,true] {
    let o = super::Options { ascii, ..options(lang) };
    println!("{}", print(&Human, &run, &o)); }}}
}
