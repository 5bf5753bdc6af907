package dev.dbops.users;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableDefinition.Column;
import dev.dbops.users.UserTable.Filled;
import java.util.Optional;

/**
 * The SQL of a synchronization. The pool is written to a temporary table, which is compared with the whole table of
 * users; the result becomes one UPDATE and one INSERT.
 */
final class SyncStatements {
    /**
     * A slow page of the pool must not trigger an idle timeout. The tables are dropped at the end of the transaction.
     */
    static final String BEGIN = """
        SET LOCAL idle_in_transaction_session_timeout = 0;
        CREATE TEMPORARY TABLE dbops_pool (
            id text PRIMARY KEY,
            handle text,
            email text,
            name text,
            verified boolean NOT NULL
        ) ON COMMIT DROP
        """;

    /** A user may be on two pages if the pool changes while it is read. */
    static final String ADD = """
        INSERT INTO pg_temp.dbops_pool
        SELECT *
          FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]),
                          pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]),
                          pg_catalog.unnest(?::boolean[]))
            ON CONFLICT DO NOTHING
        """;

    private static final String COMPARE = """
        ANALYZE pg_temp.dbops_pool;
        CREATE TEMPORARY TABLE dbops_sync ON COMMIT DROP AS
        WITH pool AS MATERIALIZED (
            SELECT id, handle, email, name, verified, {pool key} AS key,
                   count(*) FILTER (WHERE verified) OVER (PARTITION BY {pool key}) AS namesakes
              FROM pg_temp.dbops_pool AS pool_user
        ), account AS MATERIALIZED (
            SELECT nullif(account.{id}::text, '') AS id, {account key} AS key, {handle} AS handle, {email} AS email
              FROM {table} AS account
        ), both_same AS (
            SELECT DISTINCT id, key FROM account WHERE id IS NOT NULL AND key IS NOT NULL
        ), same_id AS (
            SELECT id, min({label}) AS label FROM account WHERE id IS NOT NULL GROUP BY id
        ), same_key AS (
            SELECT key, min(id) AS id, count(*) AS accounts FROM account WHERE key IS NOT NULL GROUP BY key
        ), judged AS (
            SELECT pool.*, same_key.id AS replaced, same_key.accounts,
                   same_id.id IS NOT NULL AS is_linked, same_id.label,
                   CASE WHEN both_same.id IS NOT NULL THEN 'unchanged'
                        WHEN pool.key IS NULL THEN 'without_attribute'
                        WHEN NOT pool.verified THEN 'unverified'
                        WHEN same_id.id IS NOT NULL THEN 'conflict'
                        WHEN pool.namesakes > 1 OR same_key.accounts > 1 THEN 'ambiguous'
                        WHEN same_key.key IS NULL THEN {missing}
                        WHEN holder.id IS NOT NULL THEN 'conflict'
                        ELSE 'updated'
                   END AS outcome
              FROM pool
              LEFT JOIN both_same ON both_same.id = pool.id AND both_same.key {=} pool.key
              LEFT JOIN same_id ON same_id.id = pool.id
              LEFT JOIN same_key ON same_key.key {=} pool.key
              LEFT JOIN pg_temp.dbops_pool AS holder ON holder.id = same_key.id
        )
        SELECT outcome, id, handle, email, name, key,
               CASE WHEN outcome = 'updated' THEN replaced END AS replaced,
               CASE WHEN outcome = 'updated' THEN 'replaces ' || replaced
                    WHEN outcome = 'conflict' AND is_linked THEN 'is linked to another row' || coalesce(': ' || label, '')
                    WHEN outcome = 'conflict' THEN 'its row is linked to ' || replaced
                    WHEN outcome = 'ambiguous' AND namesakes > 1 THEN namesakes || ' users of the pool have this {match}'
                    WHEN outcome = 'ambiguous' THEN accounts || ' rows have this {match}'
                    WHEN outcome = 'pool_only' THEN {why not inserted}
               END AS note
          FROM judged
         UNION ALL
        SELECT 'database_only', id, handle, email, NULL, NULL, NULL, NULL
          FROM account
         WHERE NOT EXISTS (SELECT FROM pool WHERE pool.id = account.id)
           AND NOT EXISTS (SELECT FROM pool WHERE pool.key {=} account.key);
        ANALYZE pg_temp.dbops_sync
        """;

    static final String COUNT = "SELECT outcome, count(*), count(replaced) FROM pg_temp.dbops_sync GROUP BY outcome";

    /** Users that need attention come first. */
    static final String LIST = """
        SELECT outcome, handle, email, id, note
          FROM pg_temp.dbops_sync
         WHERE outcome OPERATOR(pg_catalog.<>) 'unchanged'
         ORDER BY pg_catalog.array_position(?::pg_catalog.text[], outcome), handle, email, id
         LIMIT ?
        """;

    /**
     * A row that was changed since the comparison is not updated, and is then missing from the count. The user's search
     * path is active, for the triggers of the table: all names include their schema.
     */
    private static final String UPDATE = """
        UPDATE {table} AS account
           SET {id} = sync.id{id cast}
          FROM pg_temp.dbops_sync AS sync
         WHERE sync.outcome OPERATOR(pg_catalog.=) 'updated'
           AND {account key} {=} sync.key
           AND CASE WHEN account.{id}::pg_catalog.text OPERATOR(pg_catalog.<>) ''
                    THEN account.{id}::pg_catalog.text OPERATOR(pg_catalog.=) sync.replaced
                    ELSE sync.replaced IS NULL
               END
        """;

    private static final String INSERT = """
        INSERT INTO {table} ({columns})
        SELECT {values} FROM pg_temp.dbops_sync AS sync WHERE sync.outcome OPERATOR(pg_catalog.=) 'inserted'
        """;

    private final Database database;
    private final UserTable table;
    private final SyncRules rules;
    private final MatchKey key;

    SyncStatements(Database database, UserTable table, SyncRules rules) {
        this.database = database;
        this.table = table;
        this.rules = rules;
        this.key = new MatchKey(database, table, rules.match());
    }

    String compare() {
        return filled(COMPARE)
                .replace("{pool key}", key.ofUser("pool_user.%s"::formatted))
                .replace("{handle}", asText(table.handle()))
                .replace("{email}", asText(table.email()))
                .replace("{label}", rules.match().name())
                .replace("{match}", rules.match().name())
                .replace("{missing}", missing())
                .replace("{why not inserted}", whyNotInserted());
    }

    String update() {
        return filled(UPDATE);
    }

    String insert() {
        var columns = new StringBuilder();
        var values = new StringBuilder();
        for (var filled : table.filled()) {
            var first = columns.isEmpty();
            columns.append(first ? "" : ", ")
                    .append(database.quoteIdentifier(filled.column().name()));
            values.append(first ? "" : ", ")
                    .append("sync.")
                    .append(filled.value())
                    .append(filled.column() == table.id() ? table.idCast() : "");
        }
        return filled(INSERT).replace("{columns}", columns).replace("{values}", values);
    }

    private String filled(String template) {
        return template.replace("{table}", table.quoted())
                .replace("{account key}", key.ofRow("account"))
                .replace("{id}", database.quoteIdentifier(table.id().name()))
                .replace("{id cast}", table.idCast())
                .replace("{=}", key.equality());
    }

    private String asText(Optional<Column> column) {
        return column.isPresent() ? "account.%s::text".formatted(quoted(column)) : "NULL";
    }

    private String quoted(Optional<Column> column) {
        return database.quoteIdentifier(column.map(Column::name).orElseThrow());
    }

    /** The result for a user without a row: a new row, unless the table requires more than the pool has. */
    private String missing() {
        if (!rules.insertMissing()) {
            return "'pool_only'";
        }
        var condition = new StringBuilder();
        for (var filled : table.filled()) {
            if (filled.column().needsValue()) {
                condition
                        .append(condition.isEmpty() ? "" : " OR ")
                        .append("pool.")
                        .append(filled.value())
                        .append(" IS NULL");
            }
        }
        return condition.isEmpty()
                ? "'inserted'"
                : "CASE WHEN %s THEN 'pool_only' ELSE 'inserted' END".formatted(condition);
    }

    private String whyNotInserted() {
        if (!rules.insertMissing()) {
            return "NULL";
        }
        var reasons = new StringBuilder();
        for (var filled : table.filled()) {
            if (filled.column().needsValue()) {
                reasons.append(reason(filled));
            }
        }
        return reasons.isEmpty() ? "NULL" : "'not inserted, no value for: ' || concat_ws(', '%s)".formatted(reasons);
    }

    private String reason(Filled filled) {
        return ", CASE WHEN %s IS NULL THEN %s END"
                .formatted(filled.value(), database.quoteLiteral(filled.column().name()));
    }
}
