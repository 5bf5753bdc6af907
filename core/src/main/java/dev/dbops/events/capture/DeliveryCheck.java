package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that the database can deliver changes: pg_notify, and the extension aws_lambda of Amazon RDS. */
public final class DeliveryCheck {
    private static final String MAY_NOTIFY =
            "SELECT has_function_privilege('pg_catalog.pg_notify(text, text)', 'EXECUTE'), current_user";

    /** The variant with text and json parameters (RDS User Guide, aws_lambda.invoke). */
    private static final String INVOKE = """
        SELECT p.oid IS NOT NULL,
               CASE WHEN p.oid IS NOT NULL THEN
                   has_function_privilege(p.oid, 'EXECUTE') AND has_schema_privilege('aws_lambda', 'USAGE')
               END,
               current_user,
               (SELECT rolname
                  FROM pg_proc AS f
                  JOIN pg_roles AS r ON r.oid = f.proowner
                  JOIN pg_database AS d ON d.datname = current_database()
                 WHERE f.oid = p.oid AND NOT {trusted})
          FROM (SELECT to_regprocedure('aws_lambda.invoke(text,json,text,text,text,json,character varying)')) AS p (oid)
        """.replace("{trusted}", OwnSchema.trusted("f.proowner", "d.datdba"));

    private DeliveryCheck() {}

    /**
     * Returns when all deliveries are possible.
     *
     * @throws OpsException of kind FAILED that names the missing part
     */
    static void require(Database database, Delivery delivery) {
        if (!delivery.channel().isEmpty()) {
            database.query(MAY_NOTIFY, row -> requireNotify(row.getBoolean(1), row.getString(2)));
        }
        if (!delivery.lambda().isEmpty()) {
            database.query(INVOKE, row -> {
                requireOwner(row.getString(4));
                return requireInvoke(row.getBoolean(1), row.getBoolean(2), row.getString(3));
            });
        }
    }

    /** Returns the Lambda functions that triggers call, each with its tables. */
    public static Map<String, List<String>> calledFunctions(Database database) {
        var functions = new LinkedHashMap<String, List<String>>();
        for (var capture : InstalledCapture.list(database)) {
            var function = CaptureOptions.of(capture.options()).delivery().lambda();
            if (!function.isEmpty()) {
                functions.computeIfAbsent(function, _ -> new ArrayList<>()).add(capture.tableName());
            }
        }
        return functions;
    }

    /** Returns the tables whose triggers call a Lambda function, if the database cannot call any. */
    public static List<String> tablesWithoutInvoke(Database database) {
        var tables = calledFunctions(database).values().stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
        return tables.isEmpty()
                        || database.query(INVOKE, row -> row.getBoolean(1)).getFirst()
                ? List.of()
                : tables;
    }

    private static boolean requireNotify(boolean allowed, String role) {
        if (!allowed) {
            throw new OpsException(
                    Kind.FAILED,
                    "role \"%s\" may not call pg_notify".formatted(role),
                    "let a superuser run: GRANT EXECUTE ON FUNCTION pg_notify(text, text) TO \"%s\"".formatted(role));
        }
        return true;
    }

    /** Triggers call Lambda with the privileges of the log's owner. */
    private static void requireOwner(String untrusted) {
        if (untrusted != null) {
            throw new OpsException(
                    Kind.REFUSED,
                    "function aws_lambda.invoke belongs to role \"%s\", which could run code as the log's owner"
                            .formatted(untrusted),
                    "it is not the one of the extension: DROP SCHEMA aws_lambda CASCADE, then CREATE EXTENSION"
                            + " aws_lambda CASCADE");
        }
    }

    private static boolean requireInvoke(boolean exists, boolean allowed, String role) {
        if (!exists) {
            throw new OpsException(
                    Kind.FAILED,
                    "the database has no function aws_lambda.invoke",
                    "on Amazon RDS and Aurora: db-ops lambda-role --function NAME, which runs CREATE EXTENSION"
                        + " aws_lambda CASCADE and makes the IAM role; elsewhere follow the log: db-ops events-replay"
                        + " --to lambda:NAME");
        }
        if (!allowed) {
            throw new OpsException(
                    Kind.FAILED,
                    "role \"%s\" may not call aws_lambda.invoke".formatted(role),
                    "db-ops lambda-role --function NAME --grant \"%s\"; or GRANT USAGE ON SCHEMA aws_lambda, and GRANT EXECUTE ON"
                                    .formatted(role)
                            + " ALL FUNCTIONS IN SCHEMA aws_lambda, TO \"%s\"".formatted(role));
        }
        return true;
    }
}
