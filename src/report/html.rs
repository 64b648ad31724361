//! The page for a manager and an auditor: one file that needs no network, in both languages at once, on screen and on paper.
//!
//! What was decided and how it is worded comes from elsewhere. Overview and items are written as HTML, so that they can be
//! read where scripts are off; findings lie in the page as data and are drawn by `page.js` a few at a time.

mod data;
mod escape;
mod filters;
mod items;
mod overview;
mod radar;
mod rows;
mod words;

use std::io::{self, Write};

use base::hash;
use escape::{both, html};

use super::words::{Say, Secrets};
use super::{Lang, Options, Report, Run};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

pub struct Html;

impl Report for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn wants_verdicts(&self) -> bool {
        true
    }

    fn write(&self, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let secrets = Secrets::of(run);
        let page = Page { run, secrets: &secrets, day: crate::model::date::format_date(run.as_of) };
        let company = page.company();
        let title = words::title(Say(options.lang), company.as_deref(), &page.day);
        let (style, script) = (hash(STYLE), hash(SCRIPT));
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{style}'; \
             script-src '{script}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"generator\" content=\"timlint {}\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            options.lang.name(),
            env!("CARGO_PKG_VERSION"),
            html(&title),
        )?;
        overview::write(&page, company.as_deref(), out)?;
        let told = data::gather(run);
        filters::write(run, &told.rules, &told.registers, options.lang, out)?;
        items::write(&page, out)?;
        writeln!(
            out,
            "<section id=\"findings\" aria-labelledby=\"findings-head\">\n<h2 id=\"findings-head\">{}</h2>\n\
             <noscript><p class=\"remark\">{}</p></noscript>\n<div id=\"list\"></div>\n\
             <p class=\"more\"><button type=\"button\" id=\"more\" hidden></button></p>\n\
             <p id=\"print-rest\" class=\"remark\" hidden></p>\n</section>",
            both(words::findings),
            both(words::without_scripts),
        )?;
        overview::inputs(&page, out)?;
        writeln!(out, "</main>\n<footer>")?;
        for text in [both(|say| say.by_the_records().to_owned()), both(|say| say.no_promise().to_owned())] {
            writeln!(out, "<p>{text}</p>")?;
        }
        writeln!(out, "<p>timlint {}</p>\n</footer>", env!("CARGO_PKG_VERSION"))?;
        let titles = [Lang::Ja, Lang::En].map(|lang| words::title(Say(lang), company.as_deref(), &page.day));
        out.write_all(b"<script type=\"application/json\" id=\"data\">")?;
        data::write(&told, &titles, out)?;
        write!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
    }
}

/// What all parts of the page look things up in.
struct Page<'r> {
    run: &'r Run,
    secrets: &'r Secrets,
    day: String,
}

impl Page<'_> {
    /// A text of a file as it may be shown; not yet escaped for HTML.
    fn safe(&self, raw: &str) -> String {
        super::words::escaped(&self.secrets.mask(raw))
    }

    fn company(&self) -> Option<String> {
        self.run.origin.company.as_deref().map(|name| self.safe(name))
    }
}

/// Hashes for the policy that lets nothing but our own style and script take effect.
mod base {
    use sha2::{Digest, Sha256};

    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    pub fn hash(text: &str) -> String {
        format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
    }

    fn base64(bytes: &[u8]) -> String {
        let mut coded = String::new();
        for three in bytes.chunks(3) {
            let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
            let bits = at(0) << 16 | at(1) << 8 | at(2);
            for i in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * i) & 63) as usize];
                coded.push(if i <= three.len() { letter.into() } else { '=' });
            }
        }
        coded
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn hashes_are_written_as_browsers_expect_them() {
            assert_eq!(["M", "Ma", "Man"].map(|word| base64(word.as_bytes())), ["TQ==", "TWE=", "TWFu"]);
            assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        }
    }
}

#[cfg(test)]
mod tests;
