package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/**
 * Reads the definition of a table: the input of CreateTable as {@code aws dynamodb create-table --cli-input-json} or
 * {@code --cli-input-yaml} takes it, or a template of CloudFormation with one AWS::DynamoDB::Table.
 */
public final class DefinitionReader {
    static final String ROOT = "the definition";
    private static final String TABLE_TYPE = "AWS::DynamoDB::Table";
    private static final String MESSAGES = "messages-table.yaml";

    private final String file;
    private final DefinitionNodes nodes;

    private DefinitionReader(String file) {
        this.file = file;
        this.nodes = new DefinitionNodes(file);
    }

    /** The text of the definition of the messages table. */
    public static String messagesText() {
        return Resource.text(DefinitionReader.class, MESSAGES);
    }

    /** The definition of the messages table. */
    public static DynamoDefinition messages() {
        return read(MESSAGES, messagesText());
    }

    /**
     * Reads a definition.
     *
     * @param file the name of its file, for errors
     * @throws OpsException of kind USAGE, with the place, when it is not valid or not complete
     */
    public static DynamoDefinition read(String file, String text) {
        return new DefinitionReader(file).definition(text);
    }

    private DynamoDefinition definition(String text) {
        var root = compose(text);
        var builder = CreateTableRequest.builder();
        nodes.read(builder, table(root), ROOT);
        enableStream(builder);
        var request = builder.build();
        new DefinitionRules(file).check(request);
        return new DynamoDefinition(request);
    }

    /** JSON is YAML, except that it may be indented by tabs. In JSON, no text contains a tab. */
    private Node compose(String text) {
        var plain = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        try {
            return new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(plain)
                    .orElseThrow(() -> new OpsException(
                            Kind.USAGE, file + " is empty", "db-ops ddb-create --print-definition shows a definition"));
        } catch (YamlEngineException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not valid YAML or JSON: %s"
                            .formatted(file, e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ")),
                    "correct the file",
                    e);
        }
    }

    /** The node with the members: the root, or the properties of the one table in a template. */
    private Node table(Node root) {
        var members = members(nodes.mapping(root, ROOT));
        if (members.get("Resources") instanceof Node resources) {
            var tables = members(nodes.mapping(resources, "Resources")).values().stream()
                    .filter(MappingNode.class::isInstance)
                    .filter(resource -> isTable(members((MappingNode) resource)))
                    .toList();
            if (tables.size() != 1) {
                throw nodes.failure(
                        resources,
                        "there are %d resources of the type %s".formatted(tables.size(), TABLE_TYPE),
                        "keep the one table to create in a file of its own");
            }
            return properties(tables.getFirst());
        }
        return isTable(members) ? properties(root) : root;
    }

    private static boolean isTable(Map<String, Node> resource) {
        return resource.get("Type") instanceof ScalarNode type
                && type.getValue().equals(TABLE_TYPE);
    }

    private Node properties(Node resource) {
        return Optional.ofNullable(members(nodes.mapping(resource, "the table")).get("Properties"))
                .orElseThrow(() -> nodes.failure(resource, "the table has no Properties", "add them"));
    }

    private static Map<String, Node> members(MappingNode mapping) {
        return mapping.getValue().stream()
                .filter(member -> member.getKeyNode() instanceof ScalarNode)
                .collect(Collectors.toMap(
                        member -> ((ScalarNode) member.getKeyNode()).getValue(),
                        NodeTuple::getValueNode,
                        (first, _) -> first));
    }

    /** CloudFormation has no StreamEnabled: a specification enables the stream. */
    private static void enableStream(CreateTableRequest.Builder builder) {
        var stream = builder.build().streamSpecification();
        if (stream != null && stream.streamEnabled() == null) {
            builder.streamSpecification(StreamSpecification.builder()
                    .streamEnabled(true)
                    .streamViewType(stream.streamViewType())
                    .build());
        }
    }
}
