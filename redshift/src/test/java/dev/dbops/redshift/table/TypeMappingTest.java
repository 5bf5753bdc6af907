package dev.dbops.redshift.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.connect.CatalogColumn;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMappingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint | SMALLINT",
                "integer | INTEGER",
                "bigint | BIGINT",
                "oid | BIGINT",
                "real | REAL",
                "double precision | DOUBLE PRECISION",
                "numeric(10,2) | DECIMAL(10, 2)",
                "numeric(38) | DECIMAL(38, 0)",
                "numeric(38,37) | DECIMAL(38, 37)",
                "numeric(3,-2) | DECIMAL(5, 0)",
                "numeric(3,5) | DECIMAL(5, 5)",
                "numeric(39,2) | VARCHAR(65535)",
                "numeric(37,-2) | VARCHAR(65535)",
                "numeric | VARCHAR(65535)",
                "boolean | BOOLEAN",
                "date | DATE",
                "time(3) | TIME",
                "timetz | TIMETZ",
                "timestamp(0) | TIMESTAMP",
                "timestamptz | TIMESTAMPTZ",
                "varchar(10) | VARCHAR(40)",
                "varchar(16383) | VARCHAR(65532)",
                "varchar(16384) | VARCHAR(65535)",
                "varchar | VARCHAR(65535)",
                "char(5) | VARCHAR(20)",
                "text | VARCHAR(65535)",
                "money | VARCHAR(65535)",
                "interval | VARCHAR(65535)",
                "int4range | VARCHAR(65535)",
                "point | VARCHAR(65535)",
                "name | VARCHAR(63)",
                "mood | VARCHAR(63)",
                "uuid | VARCHAR(36)",
                "inet | VARCHAR(43)",
                "macaddr8 | VARCHAR(23)",
                "bit(8) | VARCHAR(8)",
                "varbit | VARCHAR(65535)",
                "jsonb | SUPER",
                "json | SUPER",
                "int[] | SUPER",
                "pair | SUPER",
                "bytea | VARBYTE(32767)",
                "small | DECIMAL(5, 2)",
            })
    void eachTypeHasAType(String postgres, String redshift) {
        var server = TestServer.ofMajor(17);
        var target = server.newDatabase();
        server.execute(
                target.database(),
                "CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE pair AS (a int, b int); CREATE DOMAIN small AS"
                        + " numeric(5, 2); CREATE TABLE t (c " + postgres + ")");
        try (var database = Database.connect(target)) {
            var column = CatalogColumn.read(database, "public", "t").getFirst();

            assertThat(TypeMapping.of(column.type()).sql()).isEqualTo(redshift);
        }
    }

    @Test
    void theLongestAddressFits() {
        var server = TestServer.ofMajor(17);
        assertThat(server.rows(
                        server.newDatabase().database(),
                        "SELECT length('ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128'::inet::text)"
                                + ", length('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127'::inet::text)"))
                .containsExactly("43|43");
    }
}
