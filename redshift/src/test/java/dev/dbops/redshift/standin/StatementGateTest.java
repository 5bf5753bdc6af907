package dev.dbops.redshift.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementGateTest {
    private final StatementGate gate = new StatementGate();

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
        BEGIN#BEGIN
        COMMIT#COMMIT
        ROLLBACK#ROLLBACK
        SET#SET extra_float_digits = 3
        SET#SET statement_timeout TO 5000
        SELECT_VALUE#select 1
        SELECT_VALUE#SELECT version()
        CREATE_SCHEMA#CREATE SCHEMA IF NOT EXISTS "events"
        CREATE_TABLE#CREATE TABLE IF NOT EXISTS "s"."t" ("id" BIGINT NOT NULL, "a" VARCHAR(65535) DEFAULT 'x', "d" DECIMAL(38,37), PRIMARY KEY ("id", "a"))
        CREATE_TABLE#CREATE TABLE "t" ("a" SUPER, "b" VARBYTE(100), "c" TIMESTAMPTZ NOT NULL DEFAULT GETDATE(), "d" DOUBLE PRECISION, "e" BOOLEAN)
        CREATE_TEMP_TABLE#CREATE TEMP TABLE "t" ("a" VARCHAR(10), "b" TIME)
        CREATE_TEMP_TABLE_AS#CREATE TEMP TABLE "t" AS SELECT "a".* FROM "s"."t" AS "a" INNER JOIN "s"."u" AS "b" ON "a"."id" = "b"."id" WHERE "b"."deleted" = FALSE
        ADD_COLUMN#ALTER TABLE "s"."t" ADD COLUMN "c" VARCHAR(20)
        LOCK#LOCK TABLE "s"."t", "s"."u"
        DELETE#DELETE FROM "s"."t"
        DELETE#DELETE FROM "s"."t" USING "u" WHERE "s"."id" = CAST("u"."id" AS BIGINT) AND ("u"."x" IS NOT NULL OR NOT "u"."y" <> $1)
        DELETE#DELETE FROM "t" USING "u", "v" WHERE "t"."seq" < (SELECT COALESCE(MAX("seq"), 0) FROM "s"."c" WHERE "name" = 'x')
        INSERT_VALUES#INSERT INTO "t" ("a", "b") VALUES ($1, $2), ($3, $4), (NULL, -1.5), ('it''s', TRUE);
        INSERT_SELECT#INSERT INTO "s"."t" ("a", "b", "c") SELECT JSON_PARSE("a"), FROM_HEX("b"), CASE "c" WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END FROM "u" WHERE "u"."op" IN ('c', 'u')
        UPDATE#UPDATE "s"."t" SET "a" = $1, "b" = CAST("c" AS DECIMAL(10,2)) WHERE "id" = $2
        SELECT#SELECT "a", COUNT(*) AS "n" FROM "s"."t" WHERE "id" >= $1::BIGINT
        SELECT_CATALOG#SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute AS a INNER JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        SELECT_CATALOG#SELECT column_name, data_type FROM svv_columns WHERE table_schema = $1
        DROP_TABLE#DROP TABLE IF EXISTS "t"
        COPY#COPY "t" ("a", "b") FROM 's3://bucket/key' IAM_ROLE 'arn:aws:iam::123456789012:role/r' FORMAT AS JSON 'auto' GZIP REGION 'eu-central-1' COMPUPDATE OFF STATUPDATE OFF
        COPY#COPY "s"."t" ("a") FROM 's3://bucket/key' REGION 'eu-central-1' GZIP JSON 'auto' IAM_ROLE default
        """)
    void aStatementOfATemplatePasses(StatementTemplate template, String sql) {
        assertThat(gate.pass(sql).template()).isEqualTo(template);
        assertThat(gate.refused()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO \"t\" (\"a\") VALUES ($1) ON CONFLICT DO NOTHING",
                "INSERT INTO \"t\" (\"a\") VALUES ($1) RETURNING \"a\"",
                "INSERT INTO \"t\" AS \"x\" (\"a\") VALUES ($1)",
                "INSERT INTO \"t\" (\"a\") OVERRIDING SYSTEM VALUE VALUES ($1)",
                "INSERT INTO \"t\" (\"a\") VALUES (JSON_PARSE($1))",
                "INSERT INTO \"t\" (\"a\") VALUES ($1), (CAST($2 AS BIGINT))",
                "INSERT INTO \"t\" (\"a\") VALUES ('back\\slash')",
                "MERGE INTO \"t\" AS \"x\" USING \"u\" ON \"x\".\"id\" = \"u\".\"id\" WHEN MATCHED THEN DELETE",
                "DELETE FROM \"t\" AS \"x\" USING \"u\" WHERE \"x\".\"id\" = \"u\".\"id\"",
                "DELETE FROM \"t\" \"x\" WHERE \"x\".\"id\" = 1",
                "UPDATE \"t\" AS \"x\" SET \"a\" = 1 FROM \"u\" WHERE \"x\".\"id\" = \"u\".\"id\"",
                "UPDATE \"t\" SET \"a\" = 1 FROM \"u\" WHERE \"t\".\"id\" = \"u\".\"id\"",
                "CREATE TABLE \"t\" (\"a\" uuid)",
                "CREATE TABLE \"t\" (\"a\" json)",
                "CREATE TABLE \"t\" (\"a\" jsonb)",
                "CREATE TABLE \"t\" (\"a\" bytea)",
                "CREATE TABLE \"t\" (\"a\" int[])",
                "CREATE TABLE \"t\" (\"a\" \"mood\")",
                "CREATE TABLE \"t\" (\"a\" BIGINT GENERATED ALWAYS AS IDENTITY)",
                "CREATE UNIQUE INDEX \"i\" ON \"t\" (\"a\")",
                "CREATE INDEX \"i\" ON \"t\" (\"a\")",
                "CREATE TEMP TABLE \"t\" (\"a\" BIGINT) ON COMMIT DROP",
                "SELECT * FROM (VALUES (1), (2)) AS \"v\"",
                "SELECT \"a\" FROM \"t\" FOR UPDATE",
                "SELECT \"a\" FROM \"t\" WHERE \"a\" = ANY($1)",
                "SELECT \"a\" FROM \"t\" WHERE \"a\" = $1::uuid",
                "SELECT \"a\" FROM generate_series(1, 10) AS \"a\"",
                "SELECT unnest($1)",
                "SELECT \"t\".\"a\" FROM \"t\" INNER JOIN pg_catalog.pg_class AS \"c\" ON TRUE",
                "TRUNCATE \"t\"",
                "TRUNCATE TABLE \"t\"",
                "COPY \"t\" FROM STDIN",
                "COPY \"t\" (\"a\") FROM 's3://bucket/key' IAM_ROLE default FORMAT AS AVRO 'auto'",
                "COPY \"t\" (\"a\") FROM 's3://bucket/key' IAM_ROLE default FORMAT AS JSON 'noshred'",
                "COPY \"t\" (\"a\") FROM 's3://bucket/key' FORMAT AS JSON 'auto'",
                "COPY \"t\" (\"a\") FROM 's3://bucket/key' IAM_ROLE 'me' FORMAT AS JSON 'auto'",
                "COPY \"t\" (\"a\") FROM 's3://bucket/key' IAM_ROLE default FORMAT AS JSON 'auto' GZIP GZIP",
                "COPY \"t\" (\"a\") FROM '/tmp/file' IAM_ROLE default FORMAT AS JSON 'auto'",
                "ALTER TABLE \"t\" ADD COLUMN \"a\" BIGINT, ADD COLUMN \"b\" BIGINT",
                "ALTER TABLE \"t\" ADD COLUMN IF NOT EXISTS \"a\" BIGINT",
                "SAVEPOINT \"s\"",
                "LOCK TABLE \"t\" IN EXCLUSIVE MODE",
                "LOCK TABLE ONLY \"t\"",
                "CREATE TABLE \"t\" (\"a\" BIGINT); DROP TABLE \"t\"",
                "SELECT \"a\" /* comment */ FROM \"t\"",
                "SELECT \"a FROM \"t\"",
                "SET search_path TO 'x'"
            })
    void aStatementOfNoTemplateIsRefused(String sql) {
        assertThatThrownBy(() -> gate.pass(sql))
                .hasMessageStartingWith("not a statement of Redshift that db-ops uses: " + sql)
                .extracting("sqlState")
                .isEqualTo("42601");
        assertThat(gate.refused()).singleElement().asString().contains(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
        VARCHAR(65536)#length for type character varying cannot exceed 65535
        CHAR(4097)#length for type character cannot exceed 4096
        VARBYTE(16777217)#length for type binary varying cannot exceed 16777216
        DECIMAL(39,0)#DECIMAL precision 39 must be between 1 and 38
        DECIMAL(38,38)#DECIMAL scale 38 must be between 0 and 37, and at most the precision
        DECIMAL(3,4)#DECIMAL scale 4 must be between 0 and 37, and at most the precision
        """)
    void aTypeBeyondItsLimitsIsRefused(String type, String message) {
        assertThatThrownBy(() -> gate.pass("CREATE TABLE \"t\" (\"a\" %s)".formatted(type)))
                .hasMessage(message)
                .extracting("sqlState")
                .isEqualTo("22023");
        assertThatThrownBy(() -> gate.pass("SELECT CAST(\"a\" AS %s) FROM \"t\"".formatted(type)))
                .hasMessage(message);
    }

    @Test
    void aStatementOf16MbPassesAndALongerOneIsRefused() {
        var begin = "INSERT INTO \"t\" (\"a\") VALUES ('";
        var longest = begin + "x".repeat(StatementTemplate.LONGEST - begin.length() - 2) + "')";

        assertThat(gate.pass(longest).template()).isEqualTo(StatementTemplate.INSERT_VALUES);
        assertThatThrownBy(() -> gate.pass(longest + " ")).hasMessageContaining("it is longer than 16 MB");
    }

    @Test
    void aStatementHasAtMost32767Parameters() {
        assertThat(gate.pass(inserted(32_767)).template()).isEqualTo(StatementTemplate.INSERT_VALUES);
        assertThatThrownBy(() -> gate.pass(inserted(32_768)))
                .hasMessage("a statement has at most 32,767 parameters, not $32768");
    }

    private static String inserted(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(row -> "($" + row + ")")
                .collect(Collectors.joining(", ", "INSERT INTO \"t\" (\"a\") VALUES ", ""));
    }

    @Test
    void namesAreFoldedAndKeysNotEnforced() {
        assertThat(gate.pass("CREATE TABLE \"S\".\"T\" (\"Id\" BIGINT, \"A\" SUPER, PRIMARY KEY (\"Id\"))")
                        .postgres())
                .isEqualTo("CREATE TABLE \"s\".\"t\" (\"id\" bigint NOT NULL, \"a\" super)");
        assertThat(gate.pass("SELECT \"A\" FROM \"T\" WHERE \"B\" = 'Upper \"Case\"'")
                        .postgres())
                .isEqualTo("SELECT \"a\" FROM \"t\" WHERE \"b\" = 'Upper \"Case\"'");
    }

    @Test
    void typesHaveTheLimitsOfRedshift() {
        assertThat(gate.pass("ALTER TABLE \"t\" ADD COLUMN \"a\" VARCHAR(20)").postgres())
                .matches("ALTER TABLE \"t\" ADD COLUMN \"a\" varchar\\(20\\) CONSTRAINT bytes_\\d+"
                        + " CHECK \\(octet_length\\(\"a\"\\) <= 20\\)");
        assertThat(gate.pass("SELECT CAST(\"a\" AS TEXT), \"b\"::VARBYTE(3), CAST(\"c\" AS DECIMAL) FROM \"t\"")
                        .postgres())
                .isEqualTo(
                        "SELECT CAST(\"a\" AS varchar(256)), \"b\"::varbyte, CAST(\"c\" AS numeric(18,0)) FROM \"t\"");
    }

    @ParameterizedTest
    @EnumSource
    void eachTemplateCitesItsPage(StatementTemplate template) {
        assertThat(template.page()).matches("https://docs\\.aws\\.amazon\\.com/redshift/latest/dg/[\\w-]+\\.html");
    }
}
