package dev.dbops.lambda.cognito;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.lambda.runtime.FunctionVariables;
import dev.dbops.postgres.TableName;
import dev.dbops.users.SyncRules;
import dev.dbops.users.UserColumn;
import dev.dbops.users.UserMatch;
import dev.dbops.users.UserTableNames;

/**
 * The table of users, and the rules by which users get a row in it.
 *
 * @param names the table and its columns
 * @param rules the rules
 * @param placeholder the ID of rows that are linked to nobody
 */
record UserSettings(UserTableNames names, SyncRules rules, String placeholder) {
    private static final String TABLE = "DB_OPS_USERS_TABLE";

    /**
     * Reads the variables.
     *
     * @throws OpsException of kind USAGE when one is not valid
     */
    static UserSettings of(FunctionVariables variables) {
        var names = new UserTableNames(
                table(variables.text(TABLE, "public.users")),
                TABLE,
                column(variables, "DB_OPS_USERS_ID_COLUMN", "cognito_user_id"),
                column(variables, "DB_OPS_USERS_HANDLE_COLUMN", "handle"),
                column(variables, "DB_OPS_USERS_EMAIL_COLUMN", "email"),
                column(variables, "DB_OPS_USERS_NAME_COLUMN", "display_name"));
        var match = variables.choice("DB_OPS_USERS_MATCH", UserMatch.handle);
        return new UserSettings(
                names, new SyncRules("", match, false, true, 0), variables.text("DB_OPS_USERS_PLACEHOLDER", "MOCK"));
    }

    /** A name without a schema would depend on the session's search path. */
    private static TableName table(String text) {
        var hint = "set it to schema.table, such as public.users";
        var name = TableName.parse(text, hint);
        if (name.schema().isEmpty()) {
            throw new OpsException(Kind.USAGE, "%s has no schema: \"%s\"".formatted(TABLE, text), hint);
        }
        return name;
    }

    private static UserColumn column(FunctionVariables variables, String variable, String otherwise) {
        var text = variables.text(variable);
        return text.isEmpty() ? UserColumn.byDefault(otherwise, variable) : UserColumn.named(text, variable);
    }
}
