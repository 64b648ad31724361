//! What a rule came to: how many records broke it, kept it, or never reached it, and which broke it how.

/// One rule over all records.
#[derive(Debug, Default)]
pub struct Outcome {
    pub violated: u64,
    pub satisfied: u64,
    /// Records for which the rule asks nothing, or cannot be asked because something it needs is missing.
    pub not_exercised: u64,
    pub violations: Vec<Violation>,
}

/// One broken requirement of one record.
#[derive(Debug, Clone)]
pub struct Violation {
    /// Row per slot.
    pub rows: Vec<u32>,
    pub requirement: u16,
    /// The other record: the one that must not be there, or the earlier one with the same values.
    pub other: Option<u32>,
    /// Number found, for `count` and `balance`.
    pub count: Option<i32>,
}
