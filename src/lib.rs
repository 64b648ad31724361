//! timlint checks a company's information-management registers against the criteria of Japan's
//! technology-information management certification (技術情報管理認証).
//!
//! Modules in the order of their arrows, which point only downward; `tests/layers.rs` holds them:
//! `cli` → `app` → `report` → `engine` → `rules` → `model` → `formats` → `tree` → `diag` → `source`.

pub mod app;
pub mod cli;
pub mod diag;
pub mod engine;
pub mod formats;
pub mod model;
pub mod report;
pub mod rules;
pub mod source;
pub mod tree;
