package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the installed triggers and their drift. */
public final class TriggerListing {
    private final Database database;
    private final CaptureCatalog catalog;

    public TriggerListing(Database database) {
        this.database = database;
        this.catalog = new CaptureCatalog(database);
    }

    /** Returns all db-ops triggers, both recorded and found. */
    public List<InstalledTriggers> list() {
        var known = InstalledCapture.list(database);
        var found = TableTriggers.read(database);
        var withTriggers = found.tables(database, "");
        var oids = new LinkedHashSet<Long>();
        known.forEach(each -> oids.add(each.oid()));
        oids.addAll(withTriggers);
        var tables = catalog.tables(oids);
        var drift = new CaptureDrift(
                database,
                found,
                FunctionSuffixes.of(found),
                UnreadablePartitions.read(database),
                CaptureFunctions.areCurrent(database));
        var rows = new ArrayList<InstalledTriggers>();
        for (var each : known) {
            rows.add(describe(each, Optional.ofNullable(tables.get(each.oid())), drift));
        }
        for (var oid : withTriggers) {
            for (var kind : TriggerKind.values()) {
                if (known.stream().noneMatch(each -> each.oid() == oid && each.kind() == kind)
                        && !found.of(oid, kind).isEmpty()) {
                    rows.add(unknown(tables.get(oid), kind));
                }
            }
        }
        var schema = new SchemaTriggers(database);
        schema.owner()
                .ifPresent(
                        owner -> rows.add(new InstalledTriggers("*", "ddl", "schema", "", owner, "", schema.drift())));
        return rows;
    }

    private static InstalledTriggers describe(
            InstalledCapture capture, Optional<CapturedTable> table, CaptureDrift drift) {
        return new InstalledTriggers(
                table.map(CapturedTable::title).orElse(capture.tableName()),
                capture.kind().word(),
                capture.kind() == TriggerKind.EVENTS
                        ? Operation.format(CaptureOptions.of(capture.options()).operations())
                        : "update",
                options(capture.options()),
                capture.by(),
                capture.at(),
                table.map(existing -> drift.of(capture, existing)).orElse(List.of("the table was dropped")));
    }

    private static InstalledTriggers unknown(CapturedTable table, TriggerKind kind) {
        return new InstalledTriggers(
                table.title(), kind.word(), "", "", "", "", List.of("there is no record of their installation"));
    }

    private static String options(Map<String, String> options) {
        var text = new StringBuilder();
        for (var option : options.entrySet()) {
            if (!option.getKey().equals("ops")) {
                text.append(text.isEmpty() ? "" : " ").append("--").append(option.getKey());
                if (!option.getKey().equals(CaptureOptions.ALWAYS)) {
                    text.append(' ').append(option.getValue());
                }
            }
        }
        return text.toString();
    }
}
