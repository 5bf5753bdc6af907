package dev.dbops.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of the built-in shell, on servers of several versions. */
class CatalogListingsTest {
    private static final String OBJECTS = """
        CREATE TABLE person (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL UNIQUE,
            age integer DEFAULT 1 CHECK (age > 0),
            twice integer GENERATED ALWAYS AS (age * 2) STORED
        );
        CREATE TABLE pet (owner integer REFERENCES person ON DELETE CASCADE, name varchar(20) COLLATE "C");
        CREATE INDEX pet_name ON pet (lower(name)) WHERE name <> '';
        CREATE VIEW adult AS SELECT * FROM person WHERE age > 17;
        CREATE SCHEMA zoo;
        CREATE TABLE zoo."Odd Name" (a integer) PARTITION BY RANGE (a);
        CREATE TABLE zoo.part PARTITION OF zoo."Odd Name" FOR VALUES FROM (1) TO (2);
        CREATE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS 'SELECT who';
        CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER person_changed BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION changed();
        CREATE POLICY own ON pet FOR SELECT USING (owner = 1);
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void listTheExistingObjects(int major) {
        try (var database = newDatabase(major)) {
            var listings = new CatalogListings(database);

            assertThat(listings.relations("rp", NamePattern.ANY).rows())
                    .extracting(row -> String.join("|", row))
                    .containsExactly("public|person|table|postgres", "public|pet|table|postgres");
            assertThat(listings.relations("v", NamePattern.parse("ad*")).rows())
                    .extracting(row -> row.get(1))
                    .containsExactly("adult");
            assertThat(listings.relations("iI", NamePattern.parse("pet_name")).rows())
                    .extracting(row -> String.join("|", row))
                    .containsExactly("public|pet_name|index|postgres|pet");
            assertThat(listings.schemas(NamePattern.ANY).rows())
                    .extracting(row -> row.getFirst())
                    .containsExactly("public", "zoo");
            assertThat(listings.roles(NamePattern.parse("postgres")).rows())
                    .extracting(row -> String.join("|", row))
                    .containsExactly("postgres|Superuser, Create role, Create DB, Replication, Bypass RLS");
            assertThat(listings.extensions(NamePattern.ANY).rows())
                    .extracting(row -> row.getFirst())
                    .containsExactly("plpgsql");
            assertThat(listings.functions(NamePattern.parse("gr*")).rows())
                    .extracting(row -> String.join("|", row))
                    .containsExactly("public|greet|text|who text|func");
            assertThat(listings.databases(NamePattern.parse("template?")).rows())
                    .extracting(row -> row.getFirst())
                    .containsExactly("template0", "template1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void describeATableWithItsIndexesAndConstraints(int major) {
        try (var database = newDatabase(major)) {
            var descriptions = new RelationDescriptions(database);

            var person = descriptions.of(NamePattern.parse("person")).getFirst();
            assertThat(person.title()).isEqualTo("Table \"public.person\"");
            assertThat(person.rows())
                    .extracting(row -> String.join("|", nonNull(row)))
                    .containsExactly(
                            "id|integer||not null|generated always as identity",
                            "name|text||not null|",
                            "age|integer|||1",
                            "twice|integer|||generated always as (age * 2) stored");
            assertThat(person.footers())
                    .containsSubsequence(
                            "Indexes:",
                            "    \"person_pkey\" PRIMARY KEY, btree (id)",
                            "    \"person_name_key\" UNIQUE CONSTRAINT, btree (name)",
                            "Check constraints:",
                            "    \"person_age_check\" CHECK (age > 0)",
                            "Referenced by:",
                            "    TABLE \"pet\" CONSTRAINT \"pet_owner_fkey\" FOREIGN KEY (owner) REFERENCES person(id)"
                                    + " ON DELETE CASCADE",
                            "Triggers:",
                            "    person_changed BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION changed()");
            var pet = descriptions.of(NamePattern.parse("public.pet")).getFirst();
            assertThat(pet.rows().getLast()).startsWith("name", "character varying(20)", "C");
            assertThat(pet.footers())
                    .containsSubsequence(
                            "    \"pet_name\" btree (lower(name::text)) WHERE name::text <> ''::text",
                            "Policies:",
                            "    POLICY \"own\" FOR SELECT USING ((owner = 1))");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void describeRelationsOtherThanPlainTables(int major) {
        try (var database = newDatabase(major)) {
            var descriptions = new RelationDescriptions(database);

            assertThat(descriptions.of(NamePattern.parse("zoo.\"Odd Name\"")))
                    .singleElement()
                    .satisfies(table -> {
                        assertThat(table.title()).isEqualTo("Partitioned table \"zoo.Odd Name\"");
                        assertThat(table.footers()).contains("Partition key: RANGE (a)", "Number of partitions: 1");
                    });
            assertThat(descriptions.of(NamePattern.parse("zoo.part")).getFirst().footers())
                    .contains("Partition of: zoo.\"Odd Name\" FOR VALUES FROM (1) TO (2)");
            assertThat(descriptions.of(NamePattern.parse("person_id_seq")).getFirst())
                    .satisfies(sequence -> {
                        assertThat(sequence.title()).isEqualTo("Sequence \"public.person_id_seq\"");
                        assertThat(sequence.footers()).containsExactly("Owned by: person.id");
                    });
            assertThat(descriptions.of(NamePattern.parse("pet_name")).getFirst().footers())
                    .containsExactly("btree, for table \"public.pet\", predicate (name::text <> ''::text)");
            assertThat(descriptions.of(NamePattern.parse("no_such"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void namesForCompletionAreWrittenAsInSql(int major) {
        try (var database = newDatabase(major)) {
            var names = CompletionNames.of(database);

            assertThat(names.relations()).contains("person", "adult", "zoo.\"Odd Name\"", "pg_class");
            assertThat(names.columns()).contains(new CompletionNames.Column("person", "twice"));
            assertThat(names.schemas()).contains("zoo");
            assertThat(names.functions()).contains("greet");
            assertThat(names.keywords()).contains("select");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        person      | ``        | ^(person)$
        Per*        | ``        | ^(per.*)$
        zoo.*       | ^(zoo)$   | ^(.*)$
        "A.b".c?    | ^(A\\.b)$ | ^(c.)$
        a$b         | ``        | ^(a\\$b)$
        ``          | ``        | ``
        """)
    void patternsWorkAsInPsql(String text, String schema, String name) {
        assertThat(NamePattern.parse(text)).isEqualTo(new NamePattern(schema, name));
    }

    private static List<String> nonNull(List<String> row) {
        return row.stream().map(value -> value == null ? "" : value).toList();
    }

    private static Database newDatabase(int major) {
        var server = TestServer.ofMajor(major);
        var target = server.newDatabase();
        server.execute(target.database(), OBJECTS);
        return Database.connect(target);
    }
}
