package dev.dbops.aws.stack.template;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML or JSON as CloudFormation does: scalars as texts, and a tag such as {@code !Sub} as the function that it is
 * short for ("Intrinsic function reference").
 */
final class YamlReader {
    /** Templates are much flatter; an alias that contains itself is not. */
    private static final int DEEPEST = 100;

    private final String name;

    /** @param name the name of the file, for errors */
    YamlReader(String name) {
        this.name = name;
    }

    /**
     * Reads a text.
     *
     * @return a map, a list, a text; an empty text when there is nothing in it
     * @throws OpsException of kind USAGE when it is not valid YAML
     */
    Object read(String text) {
        try {
            var settings = LoadSettings.builder().setLabel(name).build();
            return new Compose(settings)
                    .composeString(text)
                    .map(node -> value(node, 0))
                    .orElse("");
        } catch (YamlEngineException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not valid YAML: %s".formatted(name, firstLine(e)),
                    "correct the file; cfn-lint finds such mistakes",
                    e);
        }
    }

    private static String firstLine(YamlEngineException failure) {
        return failure.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private Object value(Node node, int depth) {
        if (depth > DEEPEST) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is nested more than %d levels deep".formatted(name, DEEPEST),
                    "check its aliases: one of them may contain itself");
        }
        var content = switch (node) {
            case MappingNode mapping -> map(mapping, depth);
            case SequenceNode sequence -> list(sequence, depth);
            case ScalarNode scalar -> scalar.getValue();
            default -> "";
        };
        return function(node).<Object>map(function -> Map.of(function, content)).orElse(content);
    }

    private Map<String, Object> map(MappingNode mapping, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (var member : mapping.getValue()) {
            if (member.getKeyNode() instanceof ScalarNode key) {
                members.put(key.getValue(), value(member.getValueNode(), depth + 1));
            }
        }
        return members;
    }

    private List<Object> list(SequenceNode sequence, int depth) {
        List<Object> items = new ArrayList<>();
        for (var item : sequence.getValue()) {
            items.add(value(item, depth + 1));
        }
        return items;
    }

    private static Optional<String> function(Node node) {
        var tag = node.getTag().getValue();
        if (!tag.startsWith("!") || tag.length() == 1) {
            return Optional.empty();
        }
        var function = tag.substring(1);
        return Optional.of(function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function);
    }
}
