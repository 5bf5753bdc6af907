package dev.dbops.aws.parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists the parameters of an instance or cluster. */
public final class ParameterList {
    private static final String IN_SYNC = "in-sync";

    private final DatabaseGroups database;
    private final ParameterReader reader;

    public ParameterList(DatabaseGroups database) {
        this.database = database;
        this.reader = new ParameterReader(database.clients());
    }

    /**
     * The parameters, sorted by name in each group.
     *
     * @param all whether to include those that have their default
     * @param wanted accepts names
     */
    public List<ParameterStatus> of(boolean all, Predicate<String> wanted) {
        var rows = new ArrayList<ParameterStatus>();
        for (var group : database.groups()) {
            var found = (all ? reader.all(group) : reader.set(group))
                    .values().stream()
                            .filter(parameter -> wanted.test(parameter.name()))
                            .toList();
            if (!found.isEmpty()) {
                addRows(group, found, rows);
            }
        }
        return rows;
    }

    /** RDS reports one status for a group; a dynamic parameter never waits for a reboot. */
    private void addRows(ParameterGroup group, List<GroupParameter> found, List<ParameterStatus> rows) {
        var defaults = reader.defaults(reader.family(group), group.ofClusters());
        var status = database.status(group);
        for (var parameter : found) {
            var known = Optional.ofNullable(defaults.get(parameter.name()));
            rows.add(new ParameterStatus(
                    parameter.name(),
                    parameter.value(),
                    known.flatMap(GroupParameter::value),
                    parameter.applyType(),
                    parameter.isDynamic() && status.equals("pending-reboot") ? IN_SYNC : status,
                    group.name()));
        }
    }
}
