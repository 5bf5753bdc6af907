package dev.dbops.dump;

import dev.dbops.postgres.Database;
import java.util.List;

/**
 * A trigger that calls a function in the schema of db-ops. Like the function, it is not part of an application's
 * schema, and it cannot be created without the function.
 *
 * @param schema the table's schema
 * @param table the table; empty for an event trigger, which has none
 * @param name the trigger's name
 */
record OwnTrigger(String schema, String table, String name) {
    private static final String LIST = """
        SELECT table_schema.nspname, class.relname, trigger.tgname
          FROM pg_catalog.pg_trigger AS trigger
          JOIN pg_catalog.pg_class AS class ON class.oid = trigger.tgrelid
          JOIN pg_catalog.pg_namespace AS table_schema ON table_schema.oid = class.relnamespace
          JOIN pg_catalog.pg_proc AS function ON function.oid = trigger.tgfoid
          JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = function.pronamespace
         WHERE function_schema.nspname = 'dbops' AND table_schema.nspname <> 'dbops'
         UNION ALL
        SELECT '-', '', trigger.evtname
          FROM pg_catalog.pg_event_trigger AS trigger
          JOIN pg_catalog.pg_proc AS function ON function.oid = trigger.evtfoid
          JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = function.pronamespace
         WHERE function_schema.nspname = 'dbops'
        """;

    static List<OwnTrigger> list(Database database) {
        return database.query(
                LIST,
                row -> new OwnTrigger(row.getString("nspname"), row.getString("relname"), row.getString("tgname")));
    }
}
