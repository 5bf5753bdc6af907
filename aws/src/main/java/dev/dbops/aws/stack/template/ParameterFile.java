package dev.dbops.aws.stack.template;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values of parameters from a file, in YAML or JSON: {@code NAME: VALUE}, with or without {@code Parameters} around it,
 * or the list of {@code ParameterKey} and {@code ParameterValue} that the aws CLI reads.
 */
public final class ParameterFile {
    private final String name;

    /** @param name the name of the file, for errors */
    public ParameterFile(String name) {
        this.name = name;
    }

    /**
     * Reads the values.
     *
     * @throws OpsException of kind USAGE when the file has another form
     */
    public Map<String, String> parse(String text) {
        var content = new YamlReader(name).read(text);
        if (content instanceof Map<?, ?> outer && outer.get("Parameters") instanceof Map<?, ?> inner) {
            content = inner;
        }
        return switch (content) {
            case Map<?, ?> members -> ofMembers(members);
            case List<?> items -> ofItems(items);
            default -> Map.of();
        };
    }

    private Map<String, String> ofMembers(Map<?, ?> members) {
        Map<String, String> values = new LinkedHashMap<>();
        members.forEach((key, value) -> values.put(String.valueOf(key), text(value)));
        return values;
    }

    private Map<String, String> ofItems(List<?> items) {
        Map<String, String> values = new LinkedHashMap<>();
        for (var item : items) {
            if (!(item instanceof Map<?, ?> pair) || !(pair.get("ParameterKey") instanceof String key)) {
                throw malformed();
            }
            if (pair.containsKey("ParameterValue")) {
                values.put(key, text(pair.get("ParameterValue")));
            }
        }
        return values;
    }

    private String text(Object value) {
        return switch (value) {
            case String text -> text;
            case List<?> items -> items.stream().map(this::text).collect(Collectors.joining(","));
            default -> throw malformed();
        };
    }

    private OpsException malformed() {
        return new OpsException(
                Kind.USAGE,
                "%s has no parameters: it is neither NAME: VALUE nor a list of ParameterKey and ParameterValue"
                        .formatted(name),
                "write a line for each parameter, such as TargetId: cruddur-copy");
    }
}
