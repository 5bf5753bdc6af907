package dev.dbops.doctor.schema;

import dev.dbops.Resource;
import dev.dbops.doctor.Step;
import dev.dbops.postgres.CatalogQuery;
import dev.dbops.postgres.RowReader;

/** The steps that check the tables of a database. The tables of db-ops itself are excluded. */
final class SchemaSteps {
    static final String SECTION = "schema";

    static final Step INVALID_INDEXES = step("invalid indexes");
    static final Step PRIMARY_KEYS = step("primary keys");
    static final Step SEQUENCES = step("sequences");
    static final Step UNUSED_INDEXES = step("unused indexes");
    static final Step DUPLICATE_INDEXES = step("duplicate indexes");
    static final Step DEAD_ROWS = step("dead rows");
    static final Step ANALYZED = step("statistics");
    static final Step FOREIGN_KEYS = step("foreign keys");
    static final Step CONSTRAINTS = step("constraints");
    static final Step CACHE = step("cache");
    static final Step EXTENSIONS = step("extensions");
    static final Step COLLATIONS = step("collations");
    static final Step EVENT_TRIGGERS = step("event triggers");

    private SchemaSteps() {}

    private static Step step(String name) {
        return new Step(SECTION, name);
    }

    /** A query whose SQL is in a file next to this class. */
    static <T> CatalogQuery<T> query(String file, RowReader<T> reader) {
        return new CatalogQuery<>(Resource.text(SchemaSteps.class, file), reader);
    }
}
