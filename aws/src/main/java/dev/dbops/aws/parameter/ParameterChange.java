package dev.dbops.aws.parameter;

import java.util.Optional;

/**
 * The change of one parameter in a group.
 *
 * @param parameter its name
 * @param group the group
 * @param from the value before; empty when PostgreSQL's own default applies
 * @param to the new value; empty to return to the default
 * @param isDynamic whether it takes effect without a reboot
 */
record ParameterChange(
        String parameter, ParameterGroup group, Optional<String> from, Optional<String> to, boolean isDynamic) {}
