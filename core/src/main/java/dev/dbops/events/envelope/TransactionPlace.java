package dev.dbops.events.envelope;

import java.util.List;

/**
 * The place of an event among the delivered events of its transaction.
 *
 * @param order its number, from 1 on; 0 if places are not looked up
 * @param tableOrder its number among the events of its table
 * @param events the number of all events of the transaction
 * @param tables the numbers of events of each table
 */
record TransactionPlace(long order, long tableOrder, long events, List<TableCount> tables) {
    static final TransactionPlace UNKNOWN = new TransactionPlace(0, 0, 0, List.of());

    /**
     * The number of events of a table.
     *
     * @param table its name, as {@code schema.table}
     */
    record TableCount(String table, long events) {}

    boolean isKnown() {
        return order > 0;
    }

    boolean isFirst() {
        return order == 1;
    }

    boolean isLast() {
        return isKnown() && order == events;
    }
}
