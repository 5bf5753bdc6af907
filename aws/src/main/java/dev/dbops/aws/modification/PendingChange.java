package dev.dbops.aws.modification;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A change that waits for the maintenance window already, or is being applied.
 *
 * @param parameter its name in the RDS API reference
 * @param value its value
 */
public record PendingChange(String parameter, String value) {
    private static final String PASSWORD = "MasterUserPassword";

    /** The changes in a structure PendingModifiedValues; empty when there is none. */
    static List<PendingChange> of(SdkPojo values) {
        var pending = new ArrayList<PendingChange>();
        if (values != null) {
            for (var field : values.sdkFields()) {
                var value = field.getValueOrDefault(values);
                if (value instanceof SdkPojo structure) {
                    pending.addAll(of(structure));
                } else if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
                    var shown = field.memberName().equals(PASSWORD) ? "****" : value.toString();
                    pending.add(new PendingChange(field.memberName(), shown));
                }
            }
        }
        return pending;
    }

    /** {@code DBInstanceClass db.m7g.large}. */
    public String description() {
        return parameter + " " + value;
    }
}
