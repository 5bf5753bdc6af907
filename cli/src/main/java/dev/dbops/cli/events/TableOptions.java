package dev.dbops.cli.events;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.List;

/** The options that select tables: {@code --table}, {@code --schema}, {@code --all}. */
final class TableOptions {
    private final List<TableName> tables = new ArrayList<>();
    private String schema = "";
    private boolean all;

    void describe(CommandSpecBuilder model) {
        model.repeated(
                        "--table",
                        "TABLE",
                        "Table name. May be repeated.",
                        value -> tables.add(TableName.parse(
                                value,
                                "write table or schema.table, and quote names with characters other than letters,"
                                        + " digits and _: --table '\"My Table\"'")))
                .option(
                        "--schema",
                        "SCHEMA",
                        "Schema of table names without one. With --all: only the tables of this schema.",
                        value -> schema = value)
                .flag("--all", "All tables.", value -> all = value);
    }

    /** Returns whether no option selects tables. */
    boolean none() {
        return tables.isEmpty() && schema.isEmpty() && !all;
    }

    TableChoice choice() {
        return new TableChoice(tables, schema, all);
    }
}
