package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.table.WarehouseTables;
import dev.dbops.redshift.write.ChangeSet;
import dev.dbops.redshift.write.Digest;
import dev.dbops.redshift.write.Stage;
import dev.dbops.redshift.write.StageColumn;
import dev.dbops.redshift.write.StagedRow;
import dev.dbops.redshift.write.TableChanges;
import dev.dbops.redshift.write.WarehouseStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies changes and remembers that they were received, in one transaction for the changes of a table. */
final class Receiving {
    private static final OpsException LATE = new OpsException(
            Kind.FAILED,
            "the event is older than what the warehouse remembers, so a later deletion of its row may have been"
                    + " applied",
            "compare the row with the source; a longer memory keeps this from happening (docs/redshift.md)");

    private static final OpsException TOO_LARGE = new OpsException(
            Kind.FAILED,
            "the row is too large for a statement of the Redshift Data API, which takes 100 KB",
            "let the function connect to the warehouse: remove data_api=true from WAREHOUSE_CONNECTION_URL");

    private static final OpsException TRUNCATE_WITHOUT_KEY = new OpsException(
            Kind.FAILED,
            "a TRUNCATE of a table without a key may come after rows that are later than it, and nothing tells which",
            "give the table a primary key, or deliver its events in their order: db-ops events-replay");

    private final WarehouseWriter warehouse;
    private final Forgetting forgetting;
    private final WarehouseTables own;
    private final Map<String, ReceivedTable> known = new HashMap<>();
    private final Set<String> marked = new HashSet<>();

    Receiving(WarehouseWriter warehouse, Duration memory) {
        this.warehouse = warehouse;
        this.own = new WarehouseTables(warehouse);
        this.forgetting = new Forgetting(warehouse, memory);
    }

    /**
     * Applies the changes of one table and log.
     *
     * @param events the events in the order of their numbers
     * @param set their changes
     * @param result gets the outcomes after the commit
     */
    void apply(List<ReceivedEvent> events, ChangeSet set, Duration limit, WarehouseResult result)
            throws InterruptedException {
        for (var changes : set.tables()) {
            apply(events, changes, limit, result);
        }
        result.addReceived(superseded(events, set));
    }

    private static List<ReceivedEvent> superseded(List<ReceivedEvent> events, ChangeSet set) {
        var last = set.indices();
        var others = new ArrayList<ReceivedEvent>();
        for (var i = 0; i < events.size(); i++) {
            if (!last.contains(i)) {
                others.add(events.get(i));
            }
        }
        return others;
    }

    private void apply(List<ReceivedEvent> events, TableChanges changes, Duration limit, WarehouseResult result)
            throws InterruptedException {
        var received = received(changes.table(), changes.key(), limit);
        var forgotten = forgetting.upTo(received, events.getFirst().log());
        var rows = new ArrayList<StagedRow>();
        for (var row : changes.rows()) {
            var event = events.get(row.index());
            if (event.event().seq() <= forgotten) {
                result.addRefusal(event, LATE);
            } else {
                rows.add(row);
            }
        }
        write(received, changes, rows, events, limit, result);
        forgetting.run(received, events.getFirst().log(), limit);
    }

    /** Rows that are too many for one transaction become several. */
    private void write(
            ReceivedTable received,
            TableChanges changes,
            List<StagedRow> rows,
            List<ReceivedEvent> events,
            Duration limit,
            WarehouseResult result)
            throws InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
        var written = rows.stream().map(row -> events.get(row.index())).toList();
        var statements = statements(received, changes, rows, written);
        if (warehouse.fits(statements)) {
            warehouse.run(statements, token(written), limit);
            result.addReceived(written);
        } else if (rows.size() == 1) {
            result.addRefusal(written.getFirst(), TOO_LARGE);
        } else {
            var middle = rows.size() / 2;
            write(received, changes, rows.subList(0, middle), events, limit, result);
            write(received, changes, rows.subList(middle, rows.size()), events, limit, result);
        }
    }

    private List<WarehouseStatement> statements(
            ReceivedTable received, TableChanges changes, List<StagedRow> rows, List<ReceivedEvent> events) {
        var stage = new Stage(
                changes,
                "dbops_stage",
                rows,
                List.of(
                        new StageColumn(
                                ReceivedTable.LOG,
                                events.stream().map(ReceivedEvent::log).toList()),
                        new StageColumn(
                                ReceivedTable.SEQ,
                                events.stream()
                                        .map(event ->
                                                Long.toString(event.event().seq()))
                                        .toList())));
        var statements = new ArrayList<WarehouseStatement>();
        statements.add(received.lock());
        statements.addAll(stage.fill(warehouse.load()));
        statements.add(received.removeStale(stage));
        statements.add(received.removeTruncated(stage, events.getFirst().log()));
        statements.addAll(stage.apply());
        statements.addAll(received.remember(stage));
        statements.add(stage.drop());
        return statements;
    }

    /** The same events make the same token. */
    private static String token(List<ReceivedEvent> events) {
        return "db-ops-" + Digest.of(events.stream().map(ReceivedEvent::id).collect(Collectors.joining("\n")));
    }

    /**
     * Applies a TRUNCATE.
     *
     * @throws OpsException of kind FAILED when rows of the table cannot be told apart
     */
    void truncate(ReceivedEvent event, WarehouseTable table, Duration limit) throws InterruptedException {
        var seq = event.event().seq();
        var received = find(table, limit);
        if (received.isPresent() && received.get().key().isEmpty()) {
            throw TRUNCATE_WITHOUT_KEY;
        }
        if (received.isPresent()) {
            warehouse.run(received.get().truncate(event.log(), seq), token(List.of(event)), limit);
            return;
        }
        try {
            warehouse.run(
                    new ReceivedTable(table, List.of()).truncateAll(event.log(), seq), token(List.of(event)), limit);
        } catch (OpsException e) {
            if (find(table, limit).isEmpty()) {
                throw e;
            }
            // rows were received in the meantime
            truncate(event, table, limit);
        }
    }

    private ReceivedTable received(WarehouseTable table, List<String> key, Duration limit) throws InterruptedException {
        var found = find(table, limit);
        if (found.isEmpty()) {
            var created = new ReceivedTable(table, key);
            warehouse.run(List.of(created.createKeys()), "db-ops-keys-" + Digest.of(table.quoted() + key), limit);
            // somebody else may have created it at the same time, with another key
            found = find(table, limit);
        }
        var received = found.orElseThrow();
        if (!Set.copyOf(received.key()).equals(Set.copyOf(key))) {
            throw new OpsException(
                    Kind.FAILED,
                    "the key of table %s is (%s) in the event, and was (%s) in earlier ones"
                            .formatted(table, String.join(", ", key), String.join(", ", received.key())),
                    "when no earlier event is on its way any more, drop the table %s.%s of the warehouse"
                            .formatted(ReceivedTable.SCHEMA, ReceivedTable.name(table)));
        }
        return received;
    }

    private Optional<ReceivedTable> find(WarehouseTable table, Duration limit) throws InterruptedException {
        if (!marked.contains(table.quoted())) {
            warehouse.run(
                    new ReceivedTable(table, List.of()).createMarks(),
                    "db-ops-marks-" + Digest.of(table.quoted()),
                    limit);
            marked.add(table.quoted());
        }
        var found = Optional.ofNullable(known.get(table.quoted()));
        if (found.isEmpty()) {
            found = own.find(ReceivedTable.SCHEMA, ReceivedTable.name(table))
                    .map(columns -> ReceivedTable.of(table, columns));
            found.ifPresent(received -> known.put(table.quoted(), received));
        }
        return found;
    }
}
