package dev.dbops.aws.parameter;

import java.util.Optional;

/**
 * A changed parameter.
 *
 * @param name its name
 * @param before its value before; empty when PostgreSQL's own default applied
 * @param after its new value; empty when it returns to the default
 * @param group the parameter group
 * @param takesEffect "immediately" or "at the next reboot"
 */
public record ParameterResult(
        String name, Optional<String> before, Optional<String> after, String group, String takesEffect) {}
