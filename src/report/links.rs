//! Addresses of files at a code host, for reports that are read away from the repository: a link that is relative leads
//! nowhere from the summary of a job or from a comment.
//!
//! Which reports have links, and what a place is called, is not decided here.

use super::handed::uri;

/// Below which address the files of a run can be read, and where the checked folder lies below that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links(String);

impl Links {
    /// None where it is no address that may stand in a page: a web address of visible ASCII, without anything that ends a link.
    pub fn parse(address: &str) -> Option<Links> {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
        let harmless = |c: char| c.is_ascii_alphanumeric() || "-._~/%:@+,=".contains(c);
        (!rest.is_empty() && rest.chars().all(harmless)).then(|| Links(address.trim_end_matches('/').to_owned()))
    }

    /// The address of a file; of a line in it, where there is one to jump to.
    pub fn to(&self, path: &str, line: Option<u32>) -> String {
        let address = format!("{}/{}", self.0, uri(path));
        match line {
            // As the page it makes, Markdown has no lines.
            Some(line) if path.ends_with(".md") => format!("{address}?plain=1#L{line}"),
            Some(line) => format!("{address}#L{line}"),
            None => address,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_below_the_address() {
        let links = Links::parse("https://example.com/o/r/blob/1a2b/").expect("an address");
        assert_eq!(links.to("registers/a b.csv", Some(3)), "https://example.com/o/r/blob/1a2b/registers/a%20b.csv#L3");
        assert_eq!(links.to("d/x.md", Some(3)), "https://example.com/o/r/blob/1a2b/d/x.md?plain=1#L3");
        assert_eq!(links.to("a.xlsx", None), "https://example.com/o/r/blob/1a2b/a.xlsx");
    }

    #[test]
    fn what_would_end_a_link_or_act_is_no_address() {
        for evil in
            ["javascript:alert(1)", "https://", "https://a/b) [x](y", "https://a b", "https://a/<b>", "../x", ""]
        {
            assert_eq!(Links::parse(evil), None, "{evil}");
        }
    }
}
