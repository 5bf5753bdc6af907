package dev.dbops.script;

import dev.dbops.script.lexer.Statement;

/**
 * The setting that pg_dump and pg_restore 17 and newer write for every server, although servers before 17 do not know
 * it: psql reports an error and continues, a script that stops at the first error could not be loaded.
 */
final class NewerSetting {
    private static final String WRITTEN = "SET transaction_timeout = 0;";
    /** The same where the server knows the setting, and nothing elsewhere. */
    private static final String WHERE_KNOWN = "SELECT pg_catalog.set_config(name, '0', false)"
            + " FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout'";

    private NewerSetting() {}

    /** The statement as every server understands it; all but one stay as they are. */
    static Statement forEveryServer(Statement statement) {
        return statement.text().equals(WRITTEN)
                ? new Statement(
                        WHERE_KNOWN,
                        statement.commands(),
                        statement.ending(),
                        statement.tokens(),
                        statement.source(),
                        statement.line(),
                        statement.column(),
                        statement.anchors())
                : statement;
    }
}
