package dev.dbops.dist;

import dev.dbops.testing.TestServer;
import java.util.List;

/** The calls of triggers to Amazon RDS, in a database whose extension only writes the calls down. */
final class TriggerCalls {
    /** The extension of Amazon RDS, as far as triggers use it (User Guide, aws_lambda.invoke). */
    static final String EXTENSION = """
        CREATE SCHEMA aws_lambda;
        CREATE TABLE aws_lambda.call (payload text);
        CREATE FUNCTION aws_lambda.invoke(
            IN function_name text, IN payload json, IN region text DEFAULT NULL,
            IN invocation_type text DEFAULT 'RequestResponse', IN log_type text DEFAULT 'None',
            IN context json DEFAULT NULL, IN qualifier varchar(128) DEFAULT NULL,
            OUT status_code int, OUT payload json, OUT executed_version text, OUT log_result text)
        LANGUAGE sql AS 'INSERT INTO aws_lambda.call VALUES ($2::text); SELECT 202, NULL::json, NULL::text, NULL::text';
        """;

    private TriggerCalls() {}

    /** The payloads so far. */
    static List<String> of(TestServer server, String database) {
        return server.rows(database, "SELECT payload FROM aws_lambda.call");
    }
}
