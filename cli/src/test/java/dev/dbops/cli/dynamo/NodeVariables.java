package dev.dbops.cli.dynamo;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The variables with which npm of this machine reaches its registry. */
public final class NodeVariables {
    private static final Pattern NAMES = Pattern.compile("(?i)PATH|NODE_EXTRA_CA_CERTS|https?_proxy|npm_config_.*");

    private NodeVariables() {}

    /** The variables of this process that npm needs. */
    public static Map<String, String> ofThisMachine() {
        return System.getenv().entrySet().stream()
                .filter(variable -> NAMES.matcher(variable.getKey()).matches())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
