package dev.dbops.events.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The suffixes of the names of tables' own functions: a table's OID, or the next number that no other table's functions
 * have. In a copied database, functions have the original's OIDs.
 *
 * @param owners for each number in use, the tables of each trigger whose function has it
 */
record FunctionSuffixes(Map<Long, List<List<Long>>> owners) {
    private static final Pattern NUMBER = Pattern.compile("capture_[a-z_]+_([0-9]{1,10})");

    static FunctionSuffixes of(TableTriggers triggers) {
        var owners = new HashMap<Long, List<List<Long>>>();
        for (var trigger : triggers.all()) {
            var number = NUMBER.matcher(trigger.function());
            if (number.matches()) {
                owners.computeIfAbsent(Long.parseLong(number.group(1)), _ -> new ArrayList<>())
                        .add(trigger.tables());
            }
        }
        return new FunctionSuffixes(owners);
    }

    /** Returns the suffix for the table of that OID. */
    String of(long oid) {
        var number = oid;
        while (isTaken(number, oid)) {
            number++;
        }
        return "_" + number;
    }

    private boolean isTaken(long number, long oid) {
        return owners.getOrDefault(number, List.of()).stream().anyMatch(tables -> !tables.contains(oid));
    }
}
