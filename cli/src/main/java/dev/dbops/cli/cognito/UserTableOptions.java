package dev.dbops.cli.cognito;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.postgres.TableName;
import dev.dbops.users.UserColumn;
import dev.dbops.users.UserTableNames;
import java.util.function.Consumer;

/** The names of the users table and its columns; by default as in the example schema. */
final class UserTableOptions {
    private static final UserTableNames EXAMPLE = PoolSync.exampleTable();

    private TableName table = EXAMPLE.table();
    private UserColumn id = EXAMPLE.id();
    private UserColumn handle = EXAMPLE.handle();
    private UserColumn email = EXAMPLE.email();
    private UserColumn name = EXAMPLE.name();

    void describe(CommandSpecBuilder model) {
        model.option(
                EXAMPLE.option(),
                "TABLE",
                "Table of users. Default: users.",
                value -> table = TableName.parse(
                        value,
                        "write table or schema.table, and quote names with characters other than letters, digits and _:"
                                + " --table '\"My Table\"'"));
        column(model, id, "the Cognito user ID (sub)", value -> id = value);
        column(model, handle, "the handle (preferred_username)", value -> handle = value);
        column(model, email, "the email address (email)", value -> email = value);
        column(model, name, "the name (name), for --insert-missing", value -> name = value);
    }

    private static void column(CommandSpecBuilder model, UserColumn column, String what, Consumer<UserColumn> target) {
        model.option(
                column.option(),
                "COLUMN",
                "Column with %s. Default: %s.".formatted(what, column.name()),
                value -> target.accept(UserColumn.named(value, column.option())));
    }

    UserTableNames names() {
        return new UserTableNames(table, EXAMPLE.option(), id, handle, email, name);
    }
}
