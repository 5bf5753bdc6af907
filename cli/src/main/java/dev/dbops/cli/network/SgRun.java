package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.IngressGrant;
import dev.dbops.aws.network.RuleName;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.process.ForegroundProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Allows access from this machine while a program runs. */
public final class SgRun implements Command, Callable<Integer> {
    /** A rule that a killed command leaves should end with the working day. */
    private static final Duration LIFETIME = Duration.ofHours(8);

    private final List<String> words = new ArrayList<>();

    private final Context context;
    private final GroupOptions group;
    private final AddressOptions address;
    private final NameOptions name;

    public SgRun(Context context) {
        this.context = context;
        this.group = new GroupOptions(context);
        this.address = new AddressOptions(context);
        this.name = new NameOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Allow access to the database from this machine while a program runs.");
        address.describe(model);
        name.describe(model, "Lifetime of the rule if db-ops cannot revoke it. Default: 8h.");
        group.describeWithoutEnvironment(model);
        model.commandLine("PROGRAM", "Program to run, and its arguments.", words::add);
        var footer = new ArrayList<>(AddressOptions.footer());
        footer.add("The exit code is the program's. An existing rule that allows the address is not");
        footer.add("changed.");
        footer.add("");
        footer.add("Example: db-ops sg-run --env prod -- bin/migrate");
        model.footer(footer.toArray(String[]::new));
    }

    @Override
    public Integer call() {
        if (words.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, "no program is given", "give it after --: db-ops sg-run -- psql -c 'SELECT 1'");
        }
        var program = new ForegroundProgram(words, context.file(Path.of("")), context.processVariables());
        var end = name.endOr(LIFETIME);
        var called = RuleName.like(name.name() + " sg-run");
        switch (program.presence(context.variable("PATH"))) {
            case NOT_FOUND -> {
                return refuse("there is no program \"%s\"", ForegroundProgram.NOT_FOUND);
            }
            case NOT_EXECUTABLE -> {
                return refuse("\"%s\" is not an executable program", ForegroundProgram.NOT_EXECUTABLE);
            }
            case RUNNABLE -> {}
        }
        var wanted = address.find();
        try (var guarded = group.open()) {
            var existing = guarded.existing();
            var into = guarded.group(existing, called.text());
            var holder = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                    + Long.toString(System.nanoTime() & Integer.MAX_VALUE, Character.MAX_RADIX);
            var access = new IngressGrant(into, guarded.port(), called, Optional.of(end), Optional.of(holder));
            var run = new GrantedRun(context, guarded, access);
            if (context.dryRun()) {
                return run.plan(words.getFirst(), wanted.get());
            }
            return run.run(program, existing, wanted.get());
        }
    }

    private int refuse(String message, int exitCode) {
        var program = words.getFirst();
        // the user may have meant an environment, which other commands take as an argument
        var environment = !context.variable(program.toUpperCase(Locale.ROOT) + "_CONNECTION_URL")
                .isEmpty();
        context.report(new OpsException(
                Kind.USAGE,
                message.formatted(program),
                environment
                        ? "nothing was changed; to choose an environment: db-ops sg-run --env %s -- PROGRAM"
                                .formatted(program)
                        : "nothing was changed; is it installed, and on the PATH?"));
        return exitCode;
    }
}
