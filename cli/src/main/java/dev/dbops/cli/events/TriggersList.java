package dev.dbops.cli.events;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.events.capture.InstalledTriggers;
import dev.dbops.events.capture.TriggerListing;
import java.util.List;

/** Lists the installed triggers and what no longer matches. */
public final class TriggersList implements Command, Runnable {
    private final Context context;

    public TriggersList(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the triggers that triggers-install created, and changes since then.")
                .takesEnvironment()
                .footer("Example: db-ops triggers-list -o json");
    }

    @Override
    public void run() {
        try (var database = context.connect(context.targets().target())) {
            var rows = new TriggerListing(database).list();
            context.output().print(rows, "no table has triggers of db-ops");
            warn(rows);
        }
    }

    /** Printed as sentences, which a table would cut off. */
    private void warn(List<InstalledTriggers> rows) {
        for (var row : rows) {
            for (var drift : row.drift()) {
                context.notes().warning("%s (%s): %s".formatted(row.table(), row.kind(), drift));
            }
        }
    }
}
