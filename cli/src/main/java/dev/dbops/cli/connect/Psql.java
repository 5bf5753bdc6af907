package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.process.ForegroundProgram;
import dev.dbops.cli.process.Signals;
import dev.dbops.target.LibpqEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs psql on the target database.
 *
 * <p>psql gets the password in PGPASSWORD: only the user of a process can read its environment. A password file would
 * stay on the disk after a kill.
 */
final class Psql {
    /** As in {@code psql (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)}. */
    private static final Pattern VERSION = Pattern.compile("\\) (\\d+)");

    private final Context context;
    private final Path program;

    Psql(Context context, Path program) {
        this.context = context;
        this.program = program;
    }

    /** Runs psql with these arguments until it ends; returns its exit code. */
    int run(List<String> arguments) {
        var target = context.targets().target();
        context.announce(target);
        Announcement.ofProtection(context, target);
        if (context.dryRun()) {
            context.notes().note("would run " + program);
            return 0;
        }
        // a login or a tunnel may take long, and Ctrl-C ends db-ops meanwhile
        var environment = new LibpqEnvironment(target.loggedIn());
        var variables = environment.over(context.processVariables());
        try (var signals = Signals.hold()) {
            environment.requirements().forEach(requirement -> require(requirement, variables));
            environment.leftOut().forEach(name -> context.notes().remark("not passed to psql: " + name));
            var words = new ArrayList<>(List.of(program.toString()));
            if (!environment.connectionString().isEmpty()) {
                words.addAll(List.of("-d", environment.connectionString()));
            }
            words.addAll(arguments);
            var psql = new ForegroundProgram(words, context.file(Path.of("")), variables);
            return signals.exitCode() == 0 ? psql.run(signals) : signals.exitCode();
        }
    }

    /** Refuses an older psql, which would ignore the setting or report another error. */
    private void require(LibpqEnvironment.Requirement requirement, Map<String, String> variables) {
        var version = version(variables);
        if (version > 0 && version < requirement.version()) {
            throw new OpsException(
                    Kind.USAGE,
                    "psql %d does not support %s".formatted(version, requirement.setting()),
                    "install psql %d or newer, or use the shell of db-ops: db-ops connect --built-in"
                            .formatted(requirement.version()));
        }
    }

    /** The major version of psql; 0 if it prints none. */
    private int version(Map<String, String> variables) {
        try {
            var builder = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(variables);
            var process = builder.start();
            process.getOutputStream().close();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var match = VERSION.matcher(answer);
            return match.find() ? Integer.parseInt(match.group(1)) : 0;
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot run %s: %s".formatted(program, e.getMessage()), null, e);
        }
    }
}
