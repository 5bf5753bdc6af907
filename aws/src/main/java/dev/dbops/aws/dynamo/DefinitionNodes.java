package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Reads the members of a request from YAML nodes. The SDK's own description of the request says which members there are,
 * so that a member is either sent or refused with its place.
 */
final class DefinitionNodes {
    private static final Map<String, List<String>> CHOICES = Map.of(
            "AttributeType", words(ScalarAttributeType.knownValues()),
            "KeyType", words(KeyType.knownValues()),
            "ProjectionType", words(ProjectionType.knownValues()),
            "BillingMode", words(BillingMode.knownValues()),
            "StreamViewType", words(StreamViewType.knownValues()),
            "TableClass", words(TableClass.knownValues()),
            "SSEType", words(SSEType.knownValues()));

    /** The required members of the structures (API reference), which the SDK's description does not have. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "AttributeDefinitions", List.of("AttributeName", "AttributeType"),
            "KeySchema", List.of("AttributeName", "KeyType"),
            "ProvisionedThroughput", List.of("ReadCapacityUnits", "WriteCapacityUnits"),
            "GlobalSecondaryIndexes", List.of("IndexName", "KeySchema", "Projection"),
            "LocalSecondaryIndexes", List.of("IndexName", "KeySchema", "Projection"),
            "Tags", List.of("Key", "Value"));

    /** Names of AWS::DynamoDB::Table in CloudFormation that differ from those of CreateTable. */
    private static final Map<String, String> TEMPLATE_NAMES = Map.of("SSEEnabled", "Enabled");

    private final String file;

    /**
     * @param file the name of the file, for errors
     */
    DefinitionNodes(String file) {
        this.file = file;
    }

    private static List<String> words(Iterable<? extends Enum<?>> values) {
        var words = new ArrayList<String>();
        values.forEach(value -> words.add(value.toString()));
        words.sort(null);
        return List.copyOf(words);
    }

    /** Reads a mapping into the builder of a structure. */
    void read(SdkPojo structure, Node node, String name) {
        Map<String, SdkField<?>> fields = new HashMap<>();
        structure.sdkFields().forEach(field -> fields.put(field.memberName(), field));
        var given = new HashSet<String>();
        for (var member : mapping(node, name).getValue()) {
            var key = scalar(member.getKeyNode(), "a member of " + name);
            var field = fields.get(TEMPLATE_NAMES.getOrDefault(key, key));
            if (field == null) {
                throw unknown(
                        member.getKeyNode(),
                        key,
                        name,
                        fields.keySet().stream().sorted().toList());
            }
            if (!given.add(field.memberName())) {
                throw failure(member.getKeyNode(), "%s is there twice".formatted(key), "remove one of them");
            }
            field.set(structure, value(field, member.getValueNode(), key));
        }
        for (var required : REQUIRED.getOrDefault(name, List.of())) {
            if (!given.contains(required)) {
                throw failure(node, "%s has no %s".formatted(name, required), "add it");
            }
        }
    }

    private Object value(SdkField<?> field, Node node, String name) {
        var type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            return list(field.getTrait(ListTrait.class).memberFieldInfo(), node, name);
        }
        if (type == MarshallingType.SDK_POJO) {
            var structure = field.constructor().get();
            read(structure, node, name);
            return ((SdkBuilder<?, ?>) structure).build();
        }
        var text = scalar(node, name);
        if (type == MarshallingType.LONG || type == MarshallingType.INTEGER) {
            return number(node, text, name, type == MarshallingType.LONG);
        }
        return type == MarshallingType.BOOLEAN ? flag(node, text, name) : word(node, text, name);
    }

    private List<Object> list(SdkField<?> item, Node node, String name) {
        if (!(node instanceof SequenceNode sequence)) {
            throw failure(node, name + " is not a list", "write one \"- \" for each of its items, or [ ] in JSON");
        }
        List<Object> items = new ArrayList<>();
        sequence.getValue().forEach(each -> items.add(value(item, each, name)));
        return items;
    }

    private Object number(Node node, String text, String name, boolean isLong) {
        try {
            return isLong ? (Object) Long.valueOf(text) : Integer.valueOf(text);
        } catch (NumberFormatException _) {
            throw failure(node, "%s is not a whole number: \"%s\"".formatted(name, text), "write a number such as 5");
        }
    }

    private boolean flag(Node node, String text, String name) {
        if (!text.equals("true") && !text.equals("false")) {
            throw failure(node, "%s is neither true nor false: \"%s\"".formatted(name, text), "write true or false");
        }
        return text.equals("true");
    }

    private String word(Node node, String text, String name) {
        var choices = CHOICES.getOrDefault(name, List.of());
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw failure(node, "%s cannot be \"%s\"".formatted(name, text), "it can be " + String.join(", ", choices));
        }
        return text;
    }

    /** The node as a mapping. */
    MappingNode mapping(Node node, String name) {
        refuseTag(node);
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw failure(node, name + " is not a mapping of names to values", "write NAME: VALUE, or { } in JSON");
    }

    private String scalar(Node node, String name) {
        refuseTag(node);
        if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return scalar.getValue();
        }
        throw failure(node, name + " is not a single value", "write one text or number");
    }

    /** A function of CloudFormation, such as !Ref, has its value only in a stack. */
    private void refuseTag(Node node) {
        var tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            throw failure(node, "%s has no value outside a stack".formatted(tag), "write the value itself");
        }
    }

    private OpsException unknown(Node node, String key, String name, List<String> members) {
        var nearest = Spelling.nearest(key, members);
        return failure(
                node,
                "%s has no member \"%s\"".formatted(name, key),
                nearest.isEmpty()
                        ? "its members are: " + String.join(", ", members)
                        : "did you mean %s?".formatted(nearest));
    }

    /** The error, with the place of the node. */
    OpsException failure(Node node, String message, String hint) {
        var place = node.getStartMark()
                .map(mark -> ":%d:%d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse("");
        return new OpsException(Kind.USAGE, "%s%s: %s".formatted(file, place, message), hint);
    }
}
