package dev.dbops.events.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Resource;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;

/** The tables of the inbox in schema dbops of the target. */
final class InboxSchema {
    private static final String CREATE = Resource.text(InboxSchema.class, "inbox.sql");

    private static final String HAS_SCHEMA = "SELECT to_regnamespace('dbops') IS NOT NULL";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private InboxSchema() {}

    /**
     * Creates the tables if they do not exist, in the open transaction.
     *
     * @return whether any was created
     * @throws OpsException of kind REFUSED when a role that the database does not trust owns a part of the schema; of
     *     kind SQL when the role may not create them
     */
    static boolean create(Database database) {
        if (OwnSchema.has(database, "received", "received_table")) {
            return false;
        }
        try {
            OwnSchemaLock.take(database);
            // IF NOT EXISTS would require a privilege that a role with an existing schema does not need
            var hasSchema = database.query(HAS_SCHEMA, row -> row.getBoolean(1)).getFirst();
            database.executeText(hasSchema ? CREATE.replace("CREATE SCHEMA IF NOT EXISTS dbops;", "") : CREATE);
            return true;
        } catch (OpsException e) {
            throw e.serverError()
                            .filter(error -> error.sqlState().equals(INSUFFICIENT_PRIVILEGE))
                            .isEmpty()
                    ? e
                    : new OpsException(
                            Kind.SQL,
                            "role \"%s\" may not create the tables of the inbox: %s"
                                    .formatted(database.target().user(), e.getMessage()),
                            "as the owner of the target: CREATE SCHEMA dbops AUTHORIZATION the_role",
                            e);
        }
    }
}
