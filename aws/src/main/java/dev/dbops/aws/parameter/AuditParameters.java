package dev.dbops.aws.parameter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters that turn pgAudit on. See "Using pgAudit to log database activity" in the RDS user guide. */
public final class AuditParameters {
    public static final String LIBRARIES = "shared_preload_libraries";
    public static final String LOG = "pgaudit.log";
    public static final String ROLE = "pgaudit.role";

    private static final String LIBRARY = "pgaudit";
    private static final String OBJECT_ROLE = "rds_pgaudit";
    private static final String DEFAULT_CLASSES = "ddl,role";

    private final DatabaseGroups database;

    public AuditParameters(DatabaseGroups database) {
        this.database = database;
    }

    /** The values in the parameter group; a parameter without one is left out. */
    public Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        var reader = new ParameterReader(database.clients());
        for (var group : database.editable()) {
            reader.named(group, List.of(LIBRARIES, LOG, ROLE)).values().stream()
                    .filter(parameter -> parameter.value().isPresent())
                    .forEach(parameter -> values.putIfAbsent(
                            parameter.name(), parameter.value().get()));
        }
        return values;
    }

    /**
     * The changes that turn it on: the library is added to the others.
     *
     * @param classes the classes of statements to log; empty for those that are set, else for ddl and role
     * @param objects whether to log the objects that are granted to the role
     */
    public ParameterEdit toEnable(Optional<String> classes, boolean objects, Optional<String> newGroup) {
        var values = values();
        var set = new LinkedHashMap<String, String>();
        var libraries = libraries(values);
        if (!libraries.contains(LIBRARY)) {
            libraries.add(LIBRARY);
            set.put(LIBRARIES, String.join(",", libraries));
        }
        classes.or(() -> values.containsKey(LOG) ? Optional.empty() : Optional.of(DEFAULT_CLASSES))
                .ifPresent(wanted -> set.put(LOG, wanted));
        if (objects) {
            set.put(ROLE, OBJECT_ROLE);
        }
        return new ParameterEdit(database, set, List.of(), newGroup);
    }

    /** The changes that turn it off: the other libraries remain. */
    public ParameterEdit toDisable() {
        var libraries = libraries(values());
        var set = new LinkedHashMap<String, String>();
        var reset = new ArrayList<>(List.of(LOG, ROLE));
        if (libraries.remove(LIBRARY)) {
            if (libraries.isEmpty()) {
                reset.add(LIBRARIES);
            } else {
                set.put(LIBRARIES, String.join(",", libraries));
            }
        }
        return new ParameterEdit(database, set, reset, Optional.empty());
    }

    /** Returns whether the group has the library. */
    public static boolean hasLibrary(Map<String, String> values) {
        return libraries(values).contains(LIBRARY);
    }

    private static List<String> libraries(Map<String, String> values) {
        var libraries = new ArrayList<String>();
        for (var library : values.getOrDefault(LIBRARIES, "").split(",")) {
            if (!library.isBlank()) {
                libraries.add(library.strip());
            }
        }
        return libraries;
    }
}
