package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The schema dbops, in which db-ops keeps its data inside a database.
 *
 * <p>Any role that may create schemas could have created it beforehand, with a table whose default calls a function,
 * and would run code as the role that uses it. So db-ops checks the owners before it uses anything in the schema. Each
 * owner must be a role that the database trusts anyway (a superuser, the database's owner, a member of that role or of
 * rds_superuser) or the connected role itself. No other role may create objects in it, or have a trigger on one of its
 * tables.
 */
public final class OwnSchema {
    /**
     * The objects and grants that are not trusted, the worst first. Columns, defaults, rules, policies and indexes
     * belong to their table's owner. A trigger has no owner, and any role with that privilege may create one.
     */
    private static final String FAULT = """
        WITH role AS (
            SELECT oid, rolname FROM pg_roles WHERE rolname = current_user
        ), own AS (
            SELECT oid, nspowner, nspacl FROM pg_namespace WHERE nspname = 'dbops'
        ), owned (rank, object, owner) AS (
            SELECT 1, 'schema dbops', nspowner FROM own
             UNION ALL
            SELECT 2, CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                                     WHEN 'f' THEN 'foreign table' ELSE 'table' END || ' dbops.' || quote_ident(c.relname),
                   c.relowner
              FROM own
              JOIN pg_class AS c ON c.relnamespace = own.oid AND c.relkind NOT IN ('i', 'I', 't', 'c')
             UNION ALL
            SELECT 3, 'function ' || p.oid::regprocedure::text, p.proowner
              FROM own
              JOIN pg_proc AS p ON p.pronamespace = own.oid
             UNION ALL
            SELECT 4, 'type ' || format_type(t.oid, NULL), t.typowner
              FROM own
              JOIN pg_type AS t ON t.typnamespace = own.oid AND t.typtype <> 'c'
             UNION ALL
            SELECT 5, 'function ' || p.oid::regprocedure::text || ' of trigger ' || quote_ident(t.tgname) || ' on table dbops.'
                   || quote_ident(c.relname), p.proowner
              FROM own
              JOIN pg_class AS c ON c.relnamespace = own.oid
              JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal
              JOIN pg_proc AS p ON p.oid = t.tgfoid
        ), granted (rank, object, owner) AS (
            SELECT 6, 'the right to create objects in schema dbops', acl.grantee
              FROM own
             CROSS JOIN LATERAL aclexplode(own.nspacl) AS acl
             WHERE acl.privilege_type = 'CREATE'
        ), found AS (
            SELECT rank, object, owner FROM owned
             UNION ALL
            SELECT rank, object, owner FROM granted
        )
        SELECT found.object, coalesce((SELECT rolname FROM pg_roles WHERE oid = found.owner), 'PUBLIC') AS owner,
               role.rolname AS role
          FROM found
         CROSS JOIN role
         CROSS JOIN pg_database AS d
         WHERE d.datname = current_database()
           AND found.owner <> role.oid
           AND NOT {trusted}
         ORDER BY found.rank, found.object
         LIMIT 1
        """.replace("{trusted}", trusted("found.owner", "d.datdba"));

    /** A table of db-ops in another schema, with its triggers. */
    private static final String TABLE = """
        SELECT found.object, owner.rolname AS owner, current_user AS role
          FROM (
                SELECT 1 AS rank, format('table %I.%I', n.nspname, c.relname) AS object, c.relowner AS owner
                  FROM pg_class AS c
                  JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE n.nspname = ? AND c.relname = ?
                 UNION ALL
                SELECT 2, format('function %s of trigger %I on table %I.%I', p.oid::regprocedure, t.tgname, n.nspname,
                                 c.relname),
                       p.proowner
                  FROM pg_class AS c
                  JOIN pg_namespace AS n ON n.oid = c.relnamespace
                  JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal
                  JOIN pg_proc AS p ON p.oid = t.tgfoid
                 WHERE n.nspname = ? AND c.relname = ?
               ) AS found
          JOIN pg_roles AS owner ON owner.oid = found.owner
          JOIN pg_database AS d ON d.datname = current_database()
         WHERE owner.rolname <> current_user
           AND NOT {trusted}
         ORDER BY found.rank
         LIMIT 1
        """.replace("{trusted}", trusted("found.owner", "d.datdba"));

    private static final String LOOK_AT_SCHEMA =
            "check the schema dbops: if it does not belong to db-ops, DROP SCHEMA dbops CASCADE; if it is, connect"
                    + " as its owner, or make that role a member of the database's owner";

    private static final String LOOK_AT_TABLE =
            "check it: if it is not the history of your migrations, drop it; if it is, connect as its owner, or make"
                    + " that role a member of the database's owner";

    private static final String EXISTS = """
        EXISTS (SELECT FROM pg_class AS c
                  JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'dbops' AND c.relname = '%s')\
        """;

    private OwnSchema() {}

    /**
     * SQL that is true when the database trusts a role, which may be PUBLIC.
     *
     * @param role SQL for its oid
     * @param owner SQL for the oid of the database's owner
     */
    public static String trusted(String role, String owner) {
        return """
            CASE WHEN %1$s = 0 THEN false
                 ELSE pg_has_role(%1$s, %2$s, 'MEMBER')
                      OR coalesce(pg_has_role(%1$s, to_regrole('rds_superuser')::oid, 'MEMBER'), false)
            END\
            """.formatted(role, owner);
    }

    /**
     * Returns whether all of these relations are in the schema, in one round trip.
     *
     * @throws OpsException of kind REFUSED when something in the schema belongs to a role that is not trusted
     */
    public static boolean has(Database database, String... relations) {
        var sql = new StringBuilder("SELECT true");
        for (var relation : relations) {
            sql.append(" AND ").append(EXISTS.formatted(relation));
        }
        sql.append(", fault.* FROM (SELECT) AS always LEFT JOIN (")
                .append(FAULT)
                .append(") AS fault ON true");
        return database.query(sql.toString(), OwnSchema::read).getFirst();
    }

    /** Refuses as {@link #has} does, before an object is created in the schema. */
    public static void require(Database database) {
        has(database);
    }

    /**
     * Refuses a table of db-ops in a schema of the user, as {@link #has} refuses one in dbops.
     *
     * @throws OpsException of kind REFUSED when it, or a trigger on it, belongs to a role that is not trusted
     */
    public static void requireTable(Database database, String schema, String table) {
        database.query(
                TABLE,
                row -> {
                    throw refusal(
                            row.getString("object"), row.getString("owner"), row.getString("role"), LOOK_AT_TABLE);
                },
                schema,
                table,
                schema,
                table);
    }

    private static boolean read(ResultSet row) throws SQLException {
        var object = row.getString("object");
        if (object == null) {
            return row.getBoolean(1);
        }
        throw refusal(object, row.getString("owner"), row.getString("role"), LOOK_AT_SCHEMA);
    }

    private static OpsException refusal(String object, String owner, String role, String hint) {
        return new OpsException(
                Kind.REFUSED,
                owner.equals("PUBLIC")
                        ? "every role has %s, and could make db-ops run code as role \"%s\"".formatted(object, role)
                        : "%s belongs to role \"%s\", which could make db-ops run code as role \"%s\""
                                .formatted(object, owner, role),
                hint);
    }
}
