package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.proxy.DatabaseProxies;
import dev.dbops.aws.proxy.ProxyCreation;
import dev.dbops.aws.proxy.ProxyTarget;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.List;
import java.util.Optional;

/** Shows, creates and deletes the proxies of a database. */
public final class RdsProxy implements Command, Runnable {
    private boolean create;
    private boolean delete;
    private Optional<String> name = Optional.empty();

    private final Context context;
    private final NewProxyOptions options = new NewProxyOptions();
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsProxy(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show, create or delete the proxies of a database.")
                .flag("--create", "Create a proxy for the database.", value -> create = value)
                .flag("--delete", "Delete the proxy --name, not its database.", value -> delete = value)
                .option(
                        "--name",
                        "NAME",
                        "Name of the proxy. Default: all of --instance; for --create: INSTANCE-proxy.",
                        value -> name = Optional.of(RdsName.database(value, "--name")));
        options.describe(model);
        instance.describe(model);
        wait.describe(model);
        model.footer(
                "--create waits some minutes until RDS can register the database with the",
                "proxy. With --wait, it also waits until the proxy reaches the database.",
                "",
                "Example: db-ops rds-proxy --instance cruddur-db");
    }

    @Override
    public void run() {
        if (create && delete) {
            throw new OpsException(Kind.USAGE, "--create and --delete cannot be combined", "pass one of them");
        }
        if (create) {
            create();
        } else if (delete) {
            options.refuse();
            delete();
        } else {
            options.refuse();
            show();
        }
    }

    private void show() {
        var reference = name.isPresent() ? instance.referenceIfNamed() : Optional.of(instance.reference());
        try (var clients = instance.clientsIfNamed(reference)) {
            var proxies = new DatabaseProxies(clients);
            print(name.isPresent() ? proxies.named(name.get()) : proxies.of(reference.get()));
        }
    }

    private void print(List<ProxyTarget> targets) {
        var list = new ProxyList(targets);
        context.output().print(list, list.sentence());
    }

    private void create() {
        var wanted = options.proxy(name);
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var creation = new ProxyCreation(clients, reference, wanted, options.tags());
            if (context.dryRun()) {
                context.output().print(creation.parameters(), "");
                return;
            }
            context.notes().note("creating " + creation.description());
            creation.run(wait.waiter(), wait.waits());
            print(new DatabaseProxies(clients).named(creation.name()));
            context.notes()
                    .note("its security groups must allow its clients, and those of the database must allow the proxy");
        }
    }

    private void delete() {
        var waits = wait.wanted();
        var proxy =
                name.orElseThrow(() -> new OpsException(Kind.USAGE, "no proxy is named", "pass its name: --name NAME"));
        try (var clients = instance.clientsIfNamed(instance.referenceIfNamed())) {
            var proxies = new DatabaseProxies(clients);
            var deletion = proxies.deletion(proxy);
            if (context.dryRun()) {
                context.output().print(deletion.parameters(), "");
                return;
            }
            context.confirmation()
                    .requireNamed("delete proxy \"%s\" and end its sessions".formatted(proxy), "proxy", proxy);
            deletion.run();
            if (waits) {
                proxies.awaitGone(proxy, wait.waiter());
            }
            var deleted = new DeletedProxy(proxy, waits);
            context.output().print(deleted, deleted.sentence());
        }
    }
}
