package dev.dbops.cli.rds;

import dev.dbops.aws.inventory.AccountInventory;
import dev.dbops.aws.inventory.ListedDatabase;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;

/** Lists the RDS instances and clusters of one region, of several, or of all. */
public final class RdsList implements Command, Callable<Integer> {
    private final Context context;
    private final RegionOptions regions;

    public RdsList(Context context) {
        this.context = context;
        this.regions = new RegionOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the RDS instances and clusters of one region, several or all.");
        regions.describe(model);
        model.footer(
                "Regions are queried at the same time. A region that does not answer is reported,",
                "and the databases of the other regions are listed.",
                "-o json and -o csv have more facts: storage, backups, monitoring, tags.",
                "",
                "Example: db-ops rds-list --all-regions");
    }

    @Override
    public Integer call() {
        try (var clients = regions.clients()) {
            var inventory = new AccountInventory(clients);
            var wanted = regions.all() ? inventory.enabledRegions() : regions.named();
            var answer = inventory.list(wanted.isEmpty() ? List.of(clients.region()) : wanted);
            if (answer.failures().size() == Math.max(1, wanted.size())) {
                throw answer.failures().firstEntry().getValue();
            }
            print(answer.databases());
            return report(answer);
        }
    }

    private void print(List<ListedDatabase> databases) {
        var none = "no instances and no clusters";
        if (context.output().isForPeople()) {
            context.output().print(databases.stream().map(DatabaseRow::of).toList(), none);
        } else {
            context.output().print(databases, none);
        }
    }

    /** A region that denies access does not fail a list of all regions: policies that allow few regions are common. */
    private int report(AccountInventory.Answer answer) {
        var code = ExitCode.OK;
        for (var failed : answer.failures().entrySet()) {
            var denied = AccountInventory.isDenied(failed.getValue());
            context.notes()
                    .warning("%s is missing: %s"
                            .formatted(failed.getKey(), failed.getValue().getMessage()));
            if (code == ExitCode.OK && !(denied && regions.all())) {
                code = ExitCode.of(failed.getValue().kind());
            }
        }
        return code;
    }
}
