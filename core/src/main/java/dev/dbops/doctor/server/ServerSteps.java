package dev.dbops.doctor.server;

import dev.dbops.Resource;
import dev.dbops.doctor.Check;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import dev.dbops.postgres.CatalogQuery;
import dev.dbops.postgres.RowReader;
import java.util.List;
import java.util.function.Function;

/** The steps that check a server, independent of the target database. */
final class ServerSteps {
    static final String SECTION = "server";

    static final Step VERSION = step("version");
    static final Step CLOCK = step("clock");
    static final Step RECOVERY = step("primary or standby");
    static final Step CONNECTIONS = step("connections");
    static final Step TRANSACTIONS = step("long transactions");
    static final Step PREPARED = step("prepared transactions");
    static final Step LOCKS = step("locks waited for");
    static final Step TRANSACTION_IDS = step("transaction ids");
    static final Step MULTIXACTS = step("multixact ids");
    static final Step SLOTS = step("replication slots");
    static final Step AUTOVACUUM = step("autovacuum");
    static final Step SETTINGS = step("settings");
    static final Step ARCHIVER = step("archiving");
    static final Step CHECKSUMS = step("checksums");
    static final Step TEMPORARY_FILES = step("temporary files");

    private ServerSteps() {}

    private static Step step(String name) {
        return new Step(SECTION, name);
    }

    /** A query whose SQL is in a file next to this class. */
    static <T> CatalogQuery<T> query(String file, RowReader<T> reader) {
        return new CatalogQuery<>(Resource.text(ServerSteps.class, file), reader);
    }

    /** The check of one step, for a query that always returns one row. */
    static <T> Check<T> ofOne(Step step, CatalogQuery<T> query, Function<T, Finding> judgement) {
        return Check.of(step, query, rows -> judgement.apply(rows.getFirst()));
    }

    /** The same for several steps. */
    static <T> Check<T> ofOne(List<Step> steps, CatalogQuery<T> query, Function<T, List<Finding>> judgement) {
        return new Check<>(steps, query, rows -> judgement.apply(rows.getFirst()));
    }
}
