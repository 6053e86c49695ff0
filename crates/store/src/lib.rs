//! Tables, queries, migrations: the only SQL.
