package dev.dbops.redshift.standin;

import dev.dbops.testing.TestServer;
import java.util.Set;
import java.util.stream.Collectors;

/** The types, functions and views with which a database of PostgreSQL looks like one of Redshift. */
final class StandInDatabase {
    /** Strings in SUPER: 65,535 bytes; a value: 16 MB (r_SUPER_type, limitations-super). */
    private static final String DEFINITIONS = """
        CREATE SCHEMA redshift;
        CREATE DOMAIN redshift.super AS jsonb;
        CREATE DOMAIN redshift.varbyte AS bytea;

        CREATE FUNCTION redshift.json_parse(document text) RETURNS redshift.super
        LANGUAGE plpgsql IMMUTABLE STRICT AS $body$
        DECLARE
            parsed jsonb;
        BEGIN
            BEGIN
                parsed := document::jsonb;
            EXCEPTION WHEN OTHERS THEN
                RAISE EXCEPTION 'JSON parsing error' USING ERRCODE = 'XX000', DETAIL = SQLERRM;
            END;
            IF octet_length(document) > 16777216 THEN
                RAISE EXCEPTION 'value of the SUPER data type is longer than 16 MB' USING ERRCODE = 'XX000';
            END IF;
            IF octet_length(document) > 65535 AND EXISTS (
                SELECT FROM jsonb_path_query(parsed, 'strict $.** ? (@.type() == "string")') AS part
                WHERE octet_length(part #>> '{}') > 65535
            ) THEN
                RAISE EXCEPTION 'String value exceeds the max size of 65535 bytes' USING ERRCODE = 'XX000';
            END IF;
            RETURN parsed;
        END $body$;

        CREATE FUNCTION redshift.from_hex(digits text) RETURNS redshift.varbyte
        LANGUAGE sql IMMUTABLE STRICT AS $body$ SELECT decode(digits, 'hex') $body$;

        CREATE FUNCTION redshift.getdate() RETURNS timestamp
        LANGUAGE sql STABLE AS $body$ SELECT statement_timestamp() AT TIME ZONE 'UTC' $body$;

        CREATE VIEW redshift.svv_tables AS
        SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables;

        CREATE VIEW redshift.svv_columns AS
        SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable,
            coalesce(domain_name::text, data_type::text) AS data_type, character_maximum_length, numeric_precision,
            numeric_scale
        FROM information_schema.columns;
        """;

    private StandInDatabase() {}

    /**
     * Prepares a database, unless it is prepared.
     *
     * @return the OIDs of its own types
     */
    static Set<Integer> prepare(TestServer server, String database) {
        if (server.rows(database, "SELECT 1 FROM pg_namespace WHERE nspname = 'redshift'")
                .isEmpty()) {
            server.execute(database, DEFINITIONS);
            server.execute(database, "ALTER DATABASE " + database + " SET search_path TO \"$user\", public, redshift");
        }
        return server
                .rows(
                        database,
                        "SELECT oid FROM pg_type WHERE oid IN ('redshift.super'::regtype, 'redshift.varbyte'::regtype)")
                .stream()
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }
}
