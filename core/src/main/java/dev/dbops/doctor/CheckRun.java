package dev.dbops.doctor;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.CatalogQuery;
import dev.dbops.postgres.CatalogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the checks of a section. A {@link Check} is one query of the catalogs: those of a section are sent as one message,
 * and one by one only if one of them failed. A check of another kind is a function. A check without an answer is
 * skipped, with the reason.
 */
public final class CheckRun {
    /** SQLSTATE query_canceled. */
    private static final String CANCELED = "57014";

    /** SQLSTATE lock_not_available. */
    private static final String LOCKED = "55P03";

    private final CatalogReader reader;
    private final Consumer<Finding> findings;

    public CheckRun(CatalogReader reader, Consumer<Finding> findings) {
        this.reader = reader;
        this.findings = findings;
    }

    /** Runs the queries, and passes on their findings in order. */
    public void run(List<Check<?>> checks) {
        List<CatalogQuery<?>> queries = new ArrayList<>();
        checks.forEach(check -> queries.add(check.query()));
        List<List<?>> answers;
        try {
            answers = reader.readAll(queries);
        } catch (OpsException e) {
            requireUninterrupted(e);
            checks.forEach(this::runAlone);
            return;
        }
        for (var i = 0; i < checks.size(); i++) {
            judge(checks.get(i), answers.get(i)).forEach(findings);
        }
    }

    /** The rows are those of the check's own query. */
    @SuppressWarnings("unchecked")
    private static <T> List<Finding> judge(Check<T> check, List<?> rows) {
        return check.judgement().apply((List<T>) rows);
    }

    private <T> void runAlone(Check<T> check) {
        run(check.steps(), () -> check.judgement().apply(reader.read(check.query())));
    }

    /**
     * Runs a check that is more than one query of the catalogs.
     *
     * @param steps the steps that it answers; they are skipped if it fails
     */
    public void run(List<Step> steps, Supplier<List<Finding>> check) {
        List<Finding> found;
        try {
            found = check.get();
        } catch (OpsException e) {
            requireUninterrupted(e);
            steps.forEach(step -> findings.accept(step.skipped(reason(e))));
            return;
        }
        found.forEach(findings);
    }

    /** A query cancelled by Ctrl-C is not a finding. */
    private static void requireUninterrupted(OpsException failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
    }

    private static String reason(OpsException failure) {
        if (failure.kind() == Kind.UNREACHABLE) {
            return failure.getMessage();
        }
        return switch (failure.serverError().map(error -> error.sqlState()).orElse("")) {
            case CANCELED ->
                "the server needs more than %d s for this check".formatted(CatalogReader.STATEMENT.toSeconds());
            case LOCKED -> "another session has locked what this check reads";
            default -> failure.getMessage();
        };
    }
}
