package dev.dbops.redshift.inbox;

import dev.dbops.redshift.sql.Identifier;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A TRUNCATE that may be repeated or late, as statements of one transaction, whose last query is for the marks.
 *
 * <p>A temporary table has the number of the TRUNCATE as long as it is to be applied: nothing can be read in between.
 *
 * @param received the memory of the table
 * @param hasKeys whether its table with the keys exists; if not, the statements fail when it does by then
 * @param log the log of the TRUNCATE
 * @param seq its number
 */
record ReceivedTruncate(ReceivedTable received, boolean hasKeys, String log, long seq) {
    private static final String DECISION = "\"dbops_truncate\"";
    private static final String KEPT = "\"dbops_kept\"";

    /** The condition that it is to be applied. */
    private String isApplied() {
        return "(SELECT COALESCE(MAX(\"seq\"), 0) FROM %s) = %d".formatted(DECISION, seq);
    }

    /**
     * The statements. Rows of which later events were received stay. The query has the marks with this number or a later
     * one: each a kind and a number.
     */
    List<WarehouseStatement> statements() {
        var statements = new ArrayList<WarehouseStatement>();
        statements.add(received.lock());
        if (!hasKeys) {
            // nobody creates it between a look at the catalog and the lock
            statements.add(
                    WarehouseStatement.of("CREATE TABLE %s (\"log_id\" VARCHAR(36))".formatted(received.keys())));
        }
        statements.addAll(decide());
        statements.addAll(hasKeys && !received.key().isEmpty() ? removeOthers() : List.of(remove()));
        if (hasKeys) {
            statements.add(ofLog("DELETE FROM %s WHERE \"log_id\" = ? AND \"seq\" < %d AND %s"
                    .formatted(received.keys(), seq, isApplied())));
        } else {
            statements.add(WarehouseStatement.of("DROP TABLE " + received.keys()));
        }
        statements.addAll(mark());
        statements.add(WarehouseStatement.of("DROP TABLE " + DECISION));
        return statements;
    }

    /** Rows without a key cannot be distinguished: none may be later. */
    private List<WarehouseStatement> decide() {
        var statements = new ArrayList<WarehouseStatement>();
        statements.add(WarehouseStatement.of("CREATE TEMP TABLE %s (\"seq\" BIGINT)".formatted(DECISION)));
        statements.add(WarehouseStatement.of("INSERT INTO %s (\"seq\") VALUES (%d)".formatted(DECISION, seq)));
        statements.add(removeDecision("<=", received.marks()));
        if (hasKeys && received.key().isEmpty()) {
            statements.add(removeDecision("<", received.keys()));
        }
        return statements;
    }

    private WarehouseStatement removeDecision(String comparison, String of) {
        return ofLog("DELETE FROM %s WHERE \"seq\" %s (SELECT COALESCE(MAX(\"seq\"), 0) FROM %s WHERE \"log_id\" = ?)"
                .formatted(DECISION, comparison, of));
    }

    private WarehouseStatement remove() {
        return WarehouseStatement.of(
                "DELETE FROM %s WHERE %s".formatted(received.table().quoted(), isApplied()));
    }

    private List<WarehouseStatement> removeOthers() {
        var target = received.table();
        var same = received.key().stream()
                .map(name -> "\"received\".%s = \"target\".%s"
                        .formatted(ReceivedTable.column(name), Identifier.quoted(name)))
                .collect(Collectors.joining(" AND "));
        var columns = target.columns().stream().map(WarehouseColumn::quoted).collect(Collectors.joining(", "));
        return List.of(
                ofLog(
                        "CREATE TEMP TABLE %s AS SELECT \"target\".* FROM %s AS \"target\" INNER JOIN %s AS \"received\" ON %s WHERE \"received\".\"log_id\" = ? AND \"received\".\"seq\" > %d"
                                .formatted(KEPT, target.quoted(), received.keys(), same, seq)),
                remove(),
                WarehouseStatement.of("INSERT INTO %s (%s) SELECT %2$s FROM %s WHERE %s"
                        .formatted(target.quoted(), columns, KEPT, isApplied())),
                WarehouseStatement.of("DROP TABLE " + KEPT));
    }

    private List<WarehouseStatement> mark() {
        return List.of(
                ofLog("DELETE FROM %s WHERE \"log_id\" = ? AND \"kind\" = '%s' AND %s"
                        .formatted(received.marks(), ReceivedTable.TRUNCATED, isApplied())),
                ofLog(
                        "INSERT INTO %s (\"log_id\", \"kind\", \"seq\") SELECT CAST(? AS VARCHAR(36)), '%s', \"seq\" FROM %s"
                                .formatted(received.marks(), ReceivedTable.TRUNCATED, DECISION)),
                ofLog("SELECT \"kind\", \"seq\" FROM %s WHERE \"log_id\" = ? AND \"seq\" >= %d"
                        .formatted(received.marks(), seq)));
    }

    private WarehouseStatement ofLog(String sql) {
        return new WarehouseStatement(sql, List.of(log));
    }
}
