package dev.dbops.cli.query;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.output.Output;
import dev.dbops.cli.output.RowLines;
import dev.dbops.cli.output.SingleCell;
import dev.dbops.query.QueryMode;
import dev.dbops.query.QueryRunner;
import dev.dbops.query.RowSink;
import dev.dbops.script.QueryStatement;
import java.util.List;

/** The options for the SQL and its rows: read or write, all rows or one, or the plan instead. */
final class QueryOptions {
    private boolean write;
    private boolean object;
    private boolean value;
    private boolean explain;
    private boolean analyze;
    private String role = "";
    private String nullText = "";

    void describe(CommandSpecBuilder model) {
        model.flag("--write", "Allow changes, and commit them in one transaction.", given -> write = given)
                .flag("--object", "Print a single row as a JSON object.", given -> object = given)
                .flag("--value", "Print a single value, unformatted.", given -> value = given)
                .flag("--explain", "Print the plan of the statement without running it.", given -> explain = given)
                .flag(
                        "--analyze",
                        "Run the statement, print its plan with times and rows, and roll back. A statement that writes"
                                + " needs --write.",
                        given -> analyze = given)
                .optionOrEmpty(
                        "--null", "TEXT", "Text that tables show for NULL. Default: empty.", given -> nullText = given)
                .option(
                        "--as-role",
                        "ROLE",
                        "Run with the privileges of this role.",
                        given -> role = requireRole(given));
    }

    /** PostgreSQL takes "none" for the role that logs in. */
    private static String requireRole(String name) {
        if (name.isEmpty() || name.equals("none")) {
            throw new OpsException(
                    Kind.USAGE, "\"%s\" is not the name of a role".formatted(name), "--as-role ROLE, such as reader");
        }
        return name;
    }

    /** The role whose rights the SQL has; empty for those of the role that logs in. */
    String role() {
        return role;
    }

    /**
     * Refuses what contradicts itself.
     *
     * @throws OpsException of kind USAGE
     */
    void require() {
        if ((object ? 1 : 0) + (value ? 1 : 0) + (wantsPlan() ? 1 : 0) > 1) {
            throw new OpsException(
                    Kind.USAGE, "--object, --value and --explain or --analyze exclude each other", "give one of them");
        }
        if (explain && write && !analyze) {
            throw new OpsException(
                    Kind.USAGE, "--explain runs nothing that could write", "leave out --write; or pass --analyze");
        }
    }

    /**
     * Refuses several statements where one is meant.
     *
     * @throws OpsException of kind USAGE, with the place of the second
     */
    void requireFor(List<QueryStatement> statements) {
        if (wantsPlan() && statements.size() > 1) {
            throw statements
                    .get(1)
                    .at(new OpsException(Kind.USAGE, "a plan is for one statement, and this is another one"));
        }
    }

    private boolean wantsPlan() {
        return explain || analyze;
    }

    QueryMode mode() {
        if (write) {
            return analyze ? QueryMode.TRIAL : QueryMode.WRITE;
        }
        return QueryMode.READ;
    }

    /**
     * Runs the statements.
     *
     * @param name what is being run, for messages
     */
    void run(QueryRunner runner, List<QueryStatement> statements, String name, Output output) {
        // a person who reads must not keep a transaction open that has written, nor end it by leaving early
        if (mode() == QueryMode.READ && !value && !object) {
            output.page();
        }
        if (wantsPlan()) {
            runner.explain(statements.getFirst(), mode(), analyze, output.isJson(), plan(output));
        } else {
            runner.run(statements, mode(), name, sink(output));
        }
    }

    private static RowSink plan(Output output) {
        return output.isCsv() ? output.rows() : new RowLines(output);
    }

    private RowSink sink(Output output) {
        if (value) {
            return SingleCell.value(output);
        }
        return object ? SingleCell.object(output) : output.rows(nullText);
    }
}
