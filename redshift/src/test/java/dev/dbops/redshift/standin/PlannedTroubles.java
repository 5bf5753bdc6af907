package dev.dbops.redshift.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The failures planned for the next statements of a kind. Thread-safe. */
final class PlannedTroubles {
    /** The kinds of failures. */
    enum Trouble {
        /** The statement is executed, and its answer sent. */
        NONE,
        /** The transaction is rolled back, with error 1023. */
        VIOLATION,
        /** The connection is cut, and the statement is not executed. */
        CUT_BEFORE,
        /** The statement is executed, and the connection cut before its answer. */
        CUT_AFTER
    }

    private record Plan(StatementTemplate template, Trouble trouble) {}

    private final List<Plan> plans = new ArrayList<>();

    synchronized void add(StatementTemplate template, Trouble trouble, int times) {
        for (var i = 0; i < times; i++) {
            plans.add(new Plan(template, trouble));
        }
    }

    /** Returns, and forgets, what is to happen to this statement. */
    synchronized Optional<Trouble> next(StatementTemplate template) {
        var plan = plans.stream().filter(one -> one.template() == template).findFirst();
        plan.ifPresent(plans::remove);
        return plan.map(Plan::trouble);
    }
}
