//! Every table and its columns, as a backup sees them. A test holds this list against the database.

/// What a column holds; no table has anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

use Kind::{Bytes, Int, Text};

/// A table.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// How many of the first columns are the primary key.
    pub(crate) key: usize,
    /// Its columns.
    pub(crate) columns: &'static [(&'static str, Kind)],
}

/// All tables, each after those it points to.
pub(crate) const TABLES: &[Table] = &[
    Table { name: "setting", key: 1, columns: &[("name", Text), ("value", Bytes)] },
    Table {
        name: "account",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("handle", Text),
            ("role", Text),
            ("opaque_record", Bytes),
            ("identity", Bytes),
            ("keyring", Bytes),
            ("recovery_verify_key", Bytes),
            ("recovery_keyring", Bytes),
            ("created_at", Int),
            ("erased_at", Int),
        ],
    },
    Table {
        name: "device",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("account", Bytes),
            ("token_hash", Bytes),
            ("device_key", Bytes),
            ("label", Text),
            ("signed_in_at", Int),
            ("last_seen_at", Int),
            ("proven_at", Int),
        ],
    },
    Table {
        name: "space",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("kind", Text),
            ("log_index", Int),
            ("log_head", Bytes),
            ("created_at", Int),
            ("kept_until", Int),
        ],
    },
    Table {
        name: "record",
        key: 2,
        columns: &[
            ("space", Bytes),
            ("record_index", Int),
            ("hash", Bytes),
            ("record", Bytes),
            ("wraps", Bytes),
            ("received_at", Int),
        ],
    },
    Table {
        name: "member",
        key: 2,
        columns: &[
            ("space", Bytes),
            ("account", Bytes),
            ("role", Text),
            ("since_index", Int),
            ("left_index", Int),
        ],
    },
    Table {
        name: "invitation",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("token_hash", Bytes),
            ("space", Bytes),
            ("role", Text),
            ("created_by", Bytes),
            ("created_at", Int),
            ("expires_at", Int),
            ("revoked_at", Int),
        ],
    },
    Table {
        name: "redemption",
        key: 1,
        columns: &[("invitation", Bytes), ("account", Bytes), ("redeemed_at", Int)],
    },
    Table {
        name: "entry",
        key: 2,
        columns: &[
            ("space", Bytes),
            ("position", Int),
            ("author", Bytes),
            ("seq", Int),
            ("entry_id", Bytes),
            ("hash", Bytes),
            ("head", Bytes),
            ("body", Bytes),
            ("received_at", Int),
        ],
    },
    Table {
        name: "mark",
        key: 2,
        columns: &[("space", Bytes), ("account", Bytes), ("mark", Bytes), ("received_at", Int)],
    },
    Table {
        name: "blob",
        key: 2,
        columns: &[
            ("space", Bytes),
            ("blob", Bytes),
            ("owner", Bytes),
            ("chunks", Int),
            ("opened_at", Int),
            ("finished_at", Int),
        ],
    },
    Table {
        name: "chunk",
        key: 3,
        columns: &[("space", Bytes), ("blob", Bytes), ("chunk", Int), ("hash", Bytes)],
    },
    Table { name: "offer", key: 1, columns: &[("account", Bytes), ("version", Int), ("offer", Text)] },
    Table {
        name: "series",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("space", Bytes),
            ("repeat", Text),
            ("created_by", Bytes),
            ("created_at", Int),
        ],
    },
    Table {
        name: "appointment",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("space", Bytes),
            ("starts_at", Int),
            ("ends_at", Int),
            ("mode", Text),
            ("state", Text),
            ("held_until", Int),
            ("held_by", Bytes),
            ("booked_by", Bytes),
            ("series", Bytes),
            ("original_start", Int),
            ("sequence", Int),
            ("cancelled_by", Bytes),
            ("outcome", Text),
            ("created_at", Int),
        ],
    },
    Table {
        name: "attendee",
        key: 2,
        columns: &[
            ("appointment", Bytes),
            ("account", Bytes),
            ("staff", Int),
            ("zone", Text),
            ("starts_at", Int),
            ("busy_from", Int),
            ("busy_until", Int),
        ],
    },
    Table { name: "taken", key: 2, columns: &[("account", Bytes), ("cell", Int), ("appointment", Bytes)] },
    Table {
        name: "waiting",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("space", Bytes),
            ("therapist", Bytes),
            ("mode", Text),
            ("minutes", Int),
            ("parts", Int),
            ("before", Int),
            ("since", Int),
            ("urgent", Int),
            ("offered", Bytes),
        ],
    },
    Table {
        name: "offered_hour",
        key: 3,
        columns: &[("space", Bytes), ("therapist", Bytes), ("starts_at", Int), ("offered_at", Int)],
    },
    Table {
        name: "outbox",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("kind", Text),
            ("account", Bytes),
            ("appointment", Bytes),
            ("due_at", Int),
            ("not_after", Int),
            ("state", Text),
            ("lease_until", Int),
            ("attempts", Int),
            ("last_error", Text),
            ("payload", Bytes),
            ("created_at", Int),
            ("done_at", Int),
        ],
    },
    Table {
        name: "reminder",
        key: 1,
        columns: &[
            ("account", Bytes),
            ("before_minutes", Text),
            ("zone", Text),
            ("quiet_from", Int),
            ("quiet_to", Int),
            ("invitations", Int),
            ("due", Int),
        ],
    },
    Table {
        name: "address",
        key: 1,
        columns: &[
            ("account", Bytes),
            ("mail", Text),
            ("confirmed_at", Int),
            ("code_hash", Bytes),
            ("code_at", Int),
            ("code_attempts", Int),
            ("day", Int),
            ("codes_in_day", Int),
        ],
    },
    Table {
        name: "feed",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("account", Bytes),
            ("secret_hash", Bytes),
            ("label", Text),
            ("zone", Text),
            ("created_at", Int),
            ("read_at", Int),
        ],
    },
    Table {
        name: "source",
        key: 1,
        columns: &[
            ("id", Bytes),
            ("account", Bytes),
            ("label", Text),
            ("host", Text),
            ("kind", Text),
            ("sealed", Bytes),
            ("created_at", Int),
            ("next_at", Int),
            ("read_at", Int),
            ("trouble", Text),
        ],
    },
    Table { name: "busy", key: 3, columns: &[("source", Bytes), ("starts_at", Int), ("ends_at", Int)] },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sea_orm::{ConnectionTrait, DbBackend, Statement};

    use super::*;
    use crate::tests::Db;

    #[tokio::test]
    async fn no_table_and_no_column_is_forgotten() {
        let db = Db::sqlite().await;
        let sql = "SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t, pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND t.name NOT IN ('seaql_migrations', 'sqlite_sequence') \
                   ORDER BY t.name, c.cid";
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        let mut found: BTreeMap<String, Vec<(String, Kind, bool)>> = BTreeMap::new();
        for row in db.store.reader().query_all_raw(statement).await.unwrap() {
            let text = |at| row.try_get_by_index::<String>(at).unwrap();
            let (table, column, declared) = (text(0), text(1), text(2));
            let key: i64 = row.try_get_by_index(3).unwrap();
            let kind = match declared.to_lowercase().as_str() {
                "blob" => Bytes,
                "text" => Text,
                "bigint" | "integer" => Int,
                other => panic!("{other}"),
            };
            found.entry(table).or_default().push((column, kind, key > 0));
        }
        let listed = TABLES.iter().map(|table| {
            let columns = table.columns.iter().enumerate();
            let column =
                |(at, (name, kind)): (usize, &(&str, Kind))| ((*name).to_owned(), *kind, at < table.key);
            (table.name.to_owned(), columns.map(column).collect())
        });
        assert_eq!(listed.collect::<BTreeMap<String, Vec<_>>>(), found);
    }
}
