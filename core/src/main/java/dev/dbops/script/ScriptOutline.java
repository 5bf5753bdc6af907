package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a script is going to do, found without a server, so that what cannot be run is refused before anything is.
 *
 * @param statements how many statements it holds
 * @param destructive those that drop, truncate or delete
 */
public record ScriptOutline(int statements, List<Destructive> destructive) {

    /**
     * A statement that drops, truncates or deletes.
     *
     * @param position where it begins
     * @param headline its first words, such as DROP TABLE
     */
    public record Destructive(ScriptPosition position, String headline) {}

    public ScriptOutline {
        destructive = List.copyOf(destructive);
    }

    /**
     * Looks through the whole script.
     *
     * @throws OpsException of kind USAGE, with the place, for what cannot be run
     */
    public static ScriptOutline of(ScriptSource script) {
        var destructive = new ArrayList<Destructive>();
        var statements = 0;
        try (var in = script.open()) {
            var scanner = new SqlScanner(in, script.name());
            for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
                var statement = next.get();
                statements++;
                refuseWhatCannotRun(statement, script.name());
                if (statement.destroys()) {
                    destructive.add(new Destructive(statement.position(script.name()), statement.headline()));
                }
                if (statement.isCopyFromStdin()) {
                    scanner.copyData((bytes, offset, length) -> {});
                }
            }
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot read %s: %s".formatted(script.name(), e.getMessage()), null, e);
        }
        return new ScriptOutline(statements, destructive);
    }

    private static void refuseWhatCannotRun(Statement statement, String file) {
        if (statement.controlsTransaction()) {
            throw new OpsException(
                            Kind.USAGE,
                            "the script controls transactions itself: " + statement.headline(),
                            "take it out: db-ops loads the whole script in one transaction")
                    .at(statement.position(file));
        }
        if (statement.isCopyToStdout()) {
            throw new OpsException(
                            Kind.USAGE, "COPY ... TO STDOUT has nowhere to go in a script", "export with psql's \\copy")
                    .at(statement.position(file));
        }
    }
}
