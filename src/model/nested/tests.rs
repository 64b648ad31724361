//! Rows of tables and maps: what they hold, where they stand, and what is no row.
