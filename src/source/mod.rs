//! The outside world, made safe: text with spans, encodings, line numbers, and the one door to disk,
//! clock and environment.
//!
//! Nothing here knows what a register, a rule or a report is.

mod decode;
mod encode;
mod git;
mod head;
mod sheet;
mod span;
mod text;
mod world;

pub use decode::{DecodeError, Decoded, Encoding, decode};
pub use git::{Git, GitError, is_folder};
pub use head::id as commit_id;
pub use sheet::{SheetMap, column_name};
pub use span::{FileId, LineCol, OneIndexed, Span};
pub use text::{SourceText, Sources};
pub use world::{Disk, Entry, Memory, ReadError, Stamp, World, WriteError, command_line, hex};
