use super::Format;
pub const FORMAT: Format = Format { name: "markdown", extensions: &["markdown"], parse: |_, _, _, _| None };
