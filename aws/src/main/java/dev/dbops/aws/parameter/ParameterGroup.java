package dev.dbops.aws.parameter;

/**
 * A parameter group.
 *
 * @param name its name
 * @param ofClusters whether it is a group of clusters, and not of instances
 */
public record ParameterGroup(String name, boolean ofClusters) {
    /** The groups that AWS makes, whose names end in their family; nobody can change them. */
    private static final String DEFAULT = "default.";

    /** Returns whether AWS made it. */
    public boolean isDefault() {
        return name.startsWith(DEFAULT);
    }

    /** The family in the name of a group that AWS made. */
    String defaultFamily() {
        return name.substring(DEFAULT.length());
    }

    /** {@code parameter group "cruddur"}. */
    public String description() {
        return (ofClusters ? "cluster parameter group \"" : "parameter group \"") + name + "\"";
    }
}
