package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.script.encoding.PlannedSettings;
import dev.dbops.script.lexer.Statement;

/** The rules for a script that runs through the RDS Data API, which are checked before anything is sent. */
public final class DataApiScript {
    /** The type SqlStatement in the model of the API, rds-data-2018-08-01. */
    private static final int LONGEST_STATEMENT = 65_536;

    private static final String CONNECT_INSTEAD = "use a connection: leave out --data-api";

    private DataApiScript() {}

    /**
     * Refuses a script that needs a connection.
     *
     * @throws OpsException of kind USAGE, with the place
     */
    public static void require(InputFile script, ScriptOptions options) {
        if (!options.mode().inTransaction()) {
            throw new OpsException(
                    Kind.USAGE,
                    "through the RDS Data API a script is one transaction: only a transaction keeps its session",
                    "leave out --no-transaction, --continue-on-error and transaction:false, or " + CONNECT_INSTEAD);
        }
        try (var reader = new ScriptReader(script, options, new PlannedSettings())) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                require(next.get());
            }
        }
    }

    private static void require(ScriptStep step) {
        if (step instanceof ScriptStep.Run run) {
            require(run.statement());
        } else if (step instanceof ScriptStep.StoreResult result) {
            require(result.statement());
        } else if (step instanceof ScriptStep.CopyFile copy) {
            throw refused(
                    "the RDS Data API cannot transfer the rows of \\copy",
                    copy.statement().position());
        } else if (step instanceof ScriptStep.Connect connect) {
            throw refused("a script that runs through the RDS Data API cannot \\connect", connect.position());
        }
    }

    private static void require(Statement statement) {
        if (statement.isCopyFromStdin()) {
            throw refused("the RDS Data API cannot transfer the rows of COPY", statement.position());
        }
        var length = statement.text().length();
        if (length > LONGEST_STATEMENT) {
            throw refused(
                    "the statement has %d characters, and the RDS Data API accepts %d"
                            .formatted(length, LONGEST_STATEMENT),
                    statement.position());
        }
        if (statement.word(0).equals("set")
                && statement.contains("standard_conforming_strings")
                && !statement.contains("on")) {
            throw refused("through the RDS Data API standard_conforming_strings must stay on", statement.position());
        }
        DriverSettings.requireUnderstood(statement);
    }

    private static OpsException refused(String what, ScriptPosition position) {
        return new OpsException(Kind.USAGE, what, CONNECT_INSTEAD).at(position);
    }
}
