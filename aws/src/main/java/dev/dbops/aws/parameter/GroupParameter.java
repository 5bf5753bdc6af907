package dev.dbops.aws.parameter;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * A parameter of a parameter group.
 *
 * @param name its name, as in PostgreSQL
 * @param value its value in the group; empty when PostgreSQL's own default applies
 * @param isSet whether the group's owner has set it
 * @param isDynamic whether a change takes effect without a reboot
 * @param isModifiable whether it can be changed at all
 * @param dataType such as integer or list
 * @param allowed the values that RDS accepts, such as {@code 0,1} or {@code 64-2147483647}; empty for any
 * @param description what it does; begins with its unit, if it has one
 */
public record GroupParameter(
        String name,
        Optional<String> value,
        boolean isSet,
        boolean isDynamic,
        boolean isModifiable,
        String dataType,
        String allowed,
        String description) {

    private static final String USER = "user";
    private static final String DYNAMIC = "dynamic";

    static GroupParameter of(Parameter parameter) {
        return new GroupParameter(
                parameter.parameterName(),
                Optional.ofNullable(parameter.parameterValue()).filter(value -> !value.isEmpty()),
                USER.equals(parameter.source()),
                DYNAMIC.equals(parameter.applyType()),
                !Boolean.FALSE.equals(parameter.isModifiable()),
                text(parameter.dataType()),
                text(parameter.allowedValues()),
                text(parameter.description()));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** The word of RDS: static parameters wait for a reboot. */
    public String applyType() {
        return isDynamic ? DYNAMIC : "static";
    }
}
