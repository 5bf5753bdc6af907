package dev.dbops.events.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings pinned on capture functions. A session sets each again for each statement, which takes a microsecond. */
final class FunctionSettings {
    /**
     * Values get the same text whatever the session's settings are; operators and functions are those of the server.
     */
    private static final String SEARCH_PATH = "SET search_path = pg_catalog, pg_temp";

    /** JIT would compile again for each small statement after a large one. */
    private static final String NO_JIT = "SET jit = off";

    /**
     * A session plans a statement for the first row count that it meets, but a call may have one row or a million. With
     * a new plan for each call, one row took 300 µs instead of 50.
     */
    private static final String GENERIC_PLAN = "SET plan_cache_mode = force_generic_plan";

    /**
     * A nested loop, chosen for one row, would compare all rows of a large statement with all. A hash table would get
     * the size of the first statement.
     */
    private static final String MERGE_JOINS = "SET enable_nestloop = off SET enable_hashjoin = off";

    private FunctionSettings() {}

    /** Returns the settings of the functions that all tables share. */
    static String shared() {
        return join(List.of(SEARCH_PATH, NO_JIT, GENERIC_PLAN, MERGE_JOINS), List.of(ValueSetting.values()));
    }

    /**
     * Returns the settings of a table's functions.
     *
     * @param packs whether they log large statements in packs; the packs are planned by the number of their rows
     */
    static String ofTable(List<ValueSetting> settings, boolean packs) {
        return join(packs ? List.of(SEARCH_PATH, NO_JIT) : List.of(SEARCH_PATH, NO_JIT, GENERIC_PLAN), settings);
    }

    /** Returns statements that give a session the settings that the text of values depends on. */
    static String ofSession() {
        return Stream.concat(
                        Stream.of(SEARCH_PATH), Stream.of(ValueSetting.values()).map(ValueSetting::pinned))
                .collect(Collectors.joining("; "));
    }

    /** Returns the further settings of the function for UPDATE, which joins the old rows with the new ones. */
    static String ofUpdate(boolean packs) {
        return packs ? MERGE_JOINS + " " + GENERIC_PLAN : MERGE_JOINS;
    }

    /** Returns the further settings of the function that reads events at their places, and in no other way. */
    static String byPlace() {
        return "SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = off";
    }

    private static String join(List<String> clauses, List<ValueSetting> settings) {
        var all = new ArrayList<>(clauses);
        settings.forEach(setting -> all.add(setting.pinned()));
        return String.join(" ", all);
    }
}
