package dev.dbops.extension;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import java.util.List;
import java.util.Optional;

/**
 * The extension aws_lambda of one database, and the privileges to call a function with it ("Invoking an AWS Lambda
 * function" in the RDS user guide).
 */
public final class LambdaExtension {
    /** The extension that has the function aws_lambda.invoke. */
    public static final String NAME = "aws_lambda";

    /** The extension that the other one requires. */
    public static final String REQUIRED = "aws_commons";

    /** The role that calls: the named one; else the owner of the event log, as whom triggers call; else the own one. */
    private static final String STATE = """
        SELECT own.name,
               r.oid IS NOT NULL,
               (SELECT a.default_version::text FROM pg_available_extensions AS a WHERE a.name::text = 'aws_lambda'),
               (SELECT e.extversion FROM pg_extension AS e WHERE e.extname::text = 'aws_lambda'),
               EXISTS (SELECT FROM pg_extension AS e WHERE e.extname::text = 'aws_commons'),
               coalesce(has_schema_privilege(r.oid, n.oid, 'USAGE')
                   AND (SELECT bool_and(has_function_privilege(r.oid, p.oid, 'EXECUTE'))
                          FROM pg_proc AS p
                         WHERE p.pronamespace = n.oid AND p.proname = 'invoke'), false)
          FROM (SELECT coalesce(
                           nullif(?, ''),
                           (SELECT pg_get_userbyid(c.relowner)::text
                              FROM pg_class AS c
                             WHERE c.oid = to_regclass('dbops.event_log')),
                           current_user::text)) AS own (name)
          LEFT JOIN pg_roles AS r ON r.rolname::text = own.name
          LEFT JOIN pg_namespace AS n ON n.nspname = 'aws_lambda'
        """;

    private static final String IS_THERE = """
        SELECT to_regnamespace('aws_lambda') IS NOT NULL
           AND EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname::text = ?)
        """;

    private final Database database;

    public LambdaExtension(Database database) {
        this.database = database;
    }

    /**
     * The state in the database.
     *
     * @param role the role that calls functions
     * @param roleExists whether there is such a role
     * @param available the version that can be created; empty when the server does not have the extension
     * @param created the version in this database
     * @param hasRequired whether the database has the extension that it requires
     * @param mayInvoke whether the role may call a function
     */
    public record State(
            String role,
            boolean roleExists,
            Optional<String> available,
            Optional<String> created,
            boolean hasRequired,
            boolean mayInvoke) {
        /** The extensions that {@link LambdaExtension#create} would create. */
        public List<String> missing() {
            return created.isPresent() ? List.of() : hasRequired ? List.of(NAME) : List.of(NAME, REQUIRED);
        }

        /** Returns whether nothing is missing. */
        public boolean isDone() {
            return created.isPresent() && mayInvoke;
        }
    }

    /**
     * Reads the state.
     *
     * @param role the role that calls functions; empty for the owner of the event log, or the connected role
     * @throws OpsException of kind USAGE when there is no such role, REFUSED when the log belongs to one that is not
     *     trusted
     */
    public State state(String role) {
        if (role.isEmpty()) {
            // any role could own a log of that name, and would get the privileges
            OwnSchema.require(database);
        }
        var state = database.query(
                        STATE,
                        row -> new State(
                                row.getString(1),
                                row.getBoolean(2),
                                Optional.ofNullable(row.getString(3)),
                                Optional.ofNullable(row.getString(4)),
                                row.getBoolean(5),
                                row.getBoolean(6)),
                        role)
                .getFirst();
        if (!state.roleExists()) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is no role \"%s\" in the database".formatted(state.role()),
                    "name the role that calls the function: --grant ROLE");
        }
        return state;
    }

    /**
     * Creates the extension unless it exists.
     *
     * @throws OpsException of kind FAILED when the server does not have it
     */
    public void create(State state) {
        if (state.created().isPresent()) {
            return;
        }
        if (state.available().isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "the server does not have the extension aws_lambda",
                    "does the connection URL lead to the instance? Only Amazon RDS and Aurora have it");
        }
        database.executeText("CREATE EXTENSION IF NOT EXISTS aws_lambda CASCADE");
    }

    /** Lets the role call functions. */
    public void grant(String role) {
        database.executeText(grantSql(database.quoteIdentifier(role)));
    }

    /** Takes that privilege back, unless the role or the extension is gone. */
    public void revoke(String role) {
        var isThere = database.query(IS_THERE, row -> row.getBoolean(1), role).getFirst();
        if (isThere) {
            var name = database.quoteIdentifier(role);
            database.executeText(
                    "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA aws_lambda FROM %1$s; REVOKE USAGE ON SCHEMA aws_lambda FROM %1$s"
                            .formatted(name));
        }
    }

    /**
     * Drops extensions if they exist.
     *
     * @param extensions of {@link #NAME} and {@link #REQUIRED}
     * @throws OpsException of kind SQL when something else depends on one
     */
    public void drop(List<String> extensions) {
        for (var name : List.of(NAME, REQUIRED)) {
            if (extensions.contains(name)) {
                database.executeText("DROP EXTENSION IF EXISTS " + name);
            }
        }
    }

    /**
     * The statements for a database that db-ops does not reach.
     *
     * @param role the role that calls functions
     */
    public static String sql(String role) {
        return "CREATE EXTENSION IF NOT EXISTS aws_lambda CASCADE; " + grantSql(role);
    }

    private static String grantSql(String quotedRole) {
        return "GRANT USAGE ON SCHEMA aws_lambda TO %1$s; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA aws_lambda TO %1$s"
                .formatted(quotedRole);
    }
}
