package dev.dbops.aws.parameter;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes of parameters, each in the group that has it: that of the instance or that of the cluster. */
public final class ParameterEdit {
    private final DatabaseGroups database;
    private final ParameterReader reader;
    private final Optional<String> newGroup;
    private final List<ParameterChange> changes;

    /**
     * Plans the changes. Values that are in the group already need none.
     *
     * @param set the new values by parameter
     * @param reset the parameters that return to their defaults
     * @param newGroup the name of a group to create and to assign first; empty to change the assigned one
     * @throws OpsException of kind USAGE when there is no such parameter, it has no such value, or the group is AWS's own
     */
    public ParameterEdit(
            DatabaseGroups database, Map<String, String> set, List<String> reset, Optional<String> newGroup) {
        this.database = database;
        this.reader = new ParameterReader(database.clients());
        // a repeated command finds the group that it has created and assigned
        this.newGroup = newGroup.filter(name ->
                database.editable().stream().noneMatch(group -> group.name().equals(name)));
        this.changes = changes(set, reset);
        if (this.newGroup.isPresent()) {
            requireOneGroup();
        } else {
            groups().forEach(this::requireOwn);
        }
    }

    private List<ParameterChange> changes(Map<String, String> set, List<String> reset) {
        var names = new LinkedHashSet<>(set.keySet());
        names.addAll(reset);
        var groups = database.editable();
        var found = new LinkedHashMap<ParameterGroup, Map<String, GroupParameter>>();
        groups.forEach(group -> found.put(group, reader.named(group, names)));
        var planned = new ArrayList<ParameterChange>();
        for (var name : names) {
            var group = groupOf(name, found);
            var parameter = found.get(group).get(name);
            var check = new ParameterValue(parameter);
            check.requireModifiable();
            var value = Optional.ofNullable(set.get(name)).map(check::of);
            if (value.isPresent() ? !value.equals(parameter.value()) : parameter.isSet()) {
                planned.add(new ParameterChange(name, group, parameter.value(), value, parameter.isDynamic()));
            }
        }
        return planned;
    }

    /** The first group in which it can be changed, else the first that has it. */
    private ParameterGroup groupOf(String name, Map<ParameterGroup, Map<String, GroupParameter>> found) {
        var having = found.entrySet().stream()
                .filter(entry -> entry.getValue().containsKey(name))
                .toList();
        return having.stream()
                .filter(entry -> entry.getValue().get(name).isModifiable())
                .findFirst()
                .or(() -> having.stream().findFirst())
                .orElseThrow(() -> unknown(name, found.keySet().iterator().next()))
                .getKey();
    }

    private OpsException unknown(String name, ParameterGroup group) {
        var nearest = Spelling.nearest(name, List.copyOf(reader.all(group).keySet()));
        return new OpsException(
                Kind.USAGE,
                "%s has no parameter \"%s\"".formatted(group.description(), name),
                nearest.isEmpty()
                        ? "to list all parameters: db-ops rds-parameters --all"
                        : "did you mean \"" + nearest + "\"?");
    }

    private void requireOneGroup() {
        if (groups().size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "--create-group creates one group, and these parameters are in several: "
                            + String.join(
                                    ", ",
                                    groups().stream()
                                            .map(ParameterGroup::description)
                                            .toList()),
                    "change the parameters of each group in a command of its own");
        }
    }

    private void requireOwn(ParameterGroup group) {
        if (group.isDefault()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s cannot be changed: it is AWS's default for all databases of the family"
                            .formatted(group.description()),
                    "create a group of your own and assign it, which takes effect at the next reboot: --create-group %s"
                            .formatted(database.database().name()));
        }
    }

    /** The group that is created and assigned; empty when the assigned one is changed. */
    public Optional<String> newGroup() {
        return newGroup;
    }

    /** Returns whether nothing is to be changed. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The groups that are changed or replaced. */
    public List<ParameterGroup> groups() {
        return changes.stream().map(ParameterChange::group).distinct().toList();
    }

    /** The other instances or clusters that the changes affect; a new group affects none. */
    public List<String> others() {
        return newGroup.isPresent()
                ? List.of()
                : groups().stream()
                        .flatMap(group -> database.others(group).stream())
                        .distinct()
                        .toList();
    }

    /** The changed parameters of a cluster that its writer's own group sets too; there they have another value. */
    public List<String> overridden() {
        var names = changes.stream().map(ParameterChange::parameter).toList();
        return database.database().type() != Type.CLUSTER
                ? List.of()
                : database.groups().stream()
                        .filter(group -> !group.ofClusters() && !group.isDefault())
                        .flatMap(group -> reader.named(group, names).values().stream())
                        .filter(GroupParameter::isSet)
                        .map(GroupParameter::name)
                        .toList();
    }

    /** The parameters whose change waits for a reboot; with a new group, all. */
    public List<String> waiting() {
        return changes.stream()
                .filter(change -> newGroup.isPresent() || !change.isDynamic())
                .map(ParameterChange::parameter)
                .toList();
    }

    /** The changes, for people and programs. */
    public List<ParameterResult> results() {
        return changes.stream()
                .map(change -> new ParameterResult(
                        change.parameter(),
                        change.from(),
                        change.to(),
                        target(change.group()).name(),
                        newGroup.isPresent() || !change.isDynamic() ? "at the next reboot" : "immediately"))
                .toList();
    }

    private ParameterGroup target(ParameterGroup group) {
        return newGroup.map(name -> new ParameterGroup(name, group.ofClusters()))
                .orElse(group);
    }

    /** The requests, in their order. */
    public RequestPlan plan() {
        var plan = new RequestPlan();
        var clients = database.clients();
        var requests = new ParameterRequests(clients, plan);
        for (var group : groups()) {
            var own = changes.stream()
                    .filter(change -> change.group().equals(group))
                    .toList();
            var creation = new NewGroup(clients, plan, target(group), database.database());
            if (newGroup.isPresent()) {
                creation.addCreation(group, reader.family(group));
            }
            requests.add(target(group), own);
            if (newGroup.isPresent()) {
                creation.addAssignment(owner(group));
            }
        }
        return plan;
    }

    /** The instance or cluster that the group is assigned to. */
    private String owner(ParameterGroup group) {
        var found = database.database();
        return group.ofClusters() && found.type() == Type.INSTANCE
                ? found.cluster().orElseThrow()
                : found.name();
    }
}
