package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.proxy.DatabaseProxies;
import dev.dbops.aws.proxy.NewProxy;
import dev.dbops.aws.proxy.ProxyCreation;
import dev.dbops.aws.proxy.ProxyTarget;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows, creates and deletes the proxies before a database. */
public final class RdsProxy implements Command, Runnable {
    private boolean create;
    private boolean delete;
    private Optional<String> name = Optional.empty();
    private String role = "";
    private Optional<String> secret = Optional.empty();
    private boolean iamRequired;
    private final List<String> subnets = new ArrayList<>();
    private final List<String> securityGroups = new ArrayList<>();

    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsProxy(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the proxies before a database; create or delete one.")
                .flag("--create", "Create one before the database.", value -> create = value)
                .flag("--delete", "Delete the one of --name; the database stays.", value -> delete = value)
                .option(
                        "--name",
                        "NAME",
                        "The proxy. Default: those of --instance; a new one is called INSTANCE-proxy.",
                        value -> name = Optional.of(value))
                .option("--role", "ARN", "IAM role by which a new one reads the secret.", value -> role = value)
                .option(
                        "--proxy-secret",
                        "NAME",
                        "Secret by which a new one logs in, by name or ARN. Default: the one that RDS keeps.",
                        value -> secret = Optional.of(value))
                .flag(
                        "--require-iam",
                        "Let clients of a new one log in by IAM tokens only.",
                        value -> iamRequired = value)
                .repeated(
                        "--subnet",
                        "ID",
                        "Subnet in which a new one is. May be repeated. Default: as the database.",
                        subnets::add)
                .repeated(
                        "--security-group",
                        "ID",
                        "VPC security group of a new one. May be repeated. Default: as the database.",
                        securityGroups::add);
        instance.describe(model);
        wait.describe(model);
        model.footer(
                "A new proxy takes some minutes, which are waited for: only then RDS lets it have the database. With",
                "--wait the command ends when the proxy reaches the database.",
                "",
                "Example: db-ops rds-proxy --instance cruddur-db");
    }

    /**
     * What was deleted.
     *
     * @param proxy its name
     * @param gone whether it is gone already; else AWS is at it
     */
    private record Deleted(String proxy, boolean gone) {}

    @Override
    public void run() {
        if (create && delete) {
            throw new OpsException(Kind.USAGE, "--create and --delete do not go together", "give one of them");
        }
        if (!create
                && !(role.isEmpty()
                        && secret.isEmpty()
                        && !iamRequired
                        && subnets.isEmpty()
                        && securityGroups.isEmpty())) {
            throw new OpsException(
                    Kind.USAGE,
                    "--role, --proxy-secret, --require-iam, --subnet and --security-group are for --create, which is"
                            + " not given",
                    "pass --create too");
        }
        if (create) {
            create();
        } else if (delete) {
            delete();
        } else {
            show();
        }
    }

    private void show() {
        var reference = name.isPresent() ? instance.referenceIfNamed() : Optional.of(instance.reference());
        try (var clients = instance.clientsIfNamed(reference)) {
            var proxies = new DatabaseProxies(clients);
            var lines = name.isPresent() ? proxies.named(name.get()) : proxies.of(reference.get());
            print(lines);
        }
    }

    /**
     * The proxies.
     *
     * @param targets a line for each database behind each of them
     */
    private record Result(List<ProxyTarget> targets) {}

    /** The endpoints first: they are too long for the columns of a table. */
    private void print(List<ProxyTarget> targets) {
        var endpoints = targets.stream()
                .map(target -> "proxy \"%s\" is %s: %s".formatted(target.proxy(), target.state(), target.endpoint()))
                .distinct()
                .toList();
        context.output()
                .print(
                        new Result(targets),
                        endpoints.isEmpty() ? "no proxy leads there" : String.join("\n", endpoints));
    }

    private void create() {
        var wanted = new NewProxy(name, role, secret, iamRequired, subnets, securityGroups);
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var creation = new ProxyCreation(clients, reference, wanted);
            if (context.dryRun()) {
                context.output().print(creation.parameters(), "");
                return;
            }
            context.notes().note("creating " + creation.description());
            creation.run(wait.waiter(), wait.waits());
            print(new DatabaseProxies(clients).named(creation.name()));
            context.notes()
                    .note("its security groups have to let clients in, and those of the database have to let it in");
        }
    }

    private void delete() {
        var waits = wait.wanted();
        var proxy = name.orElseThrow(
                () -> new OpsException(Kind.USAGE, "nothing says which proxy to delete", "name it: --name NAME"));
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
            context.output()
                    .print(
                            new Deleted(proxy, waits),
                            "proxy \"%s\" is %s".formatted(proxy, waits ? "gone" : "being deleted"));
        }
    }
}
