package dev.dbops.aws.stack.template;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A template of CloudFormation, in YAML or JSON. */
public final class StackTemplate {
    /** "Template size in an Amazon S3 object" (CloudFormation quotas), in bytes. */
    public static final int LARGEST = 1_048_576;

    private final String name;
    private final String text;
    private final Map<String, TemplateParameter> parameters = new LinkedHashMap<>();
    private final Map<?, ?> rules;

    private StackTemplate(String name, String text, Map<?, ?> sections) {
        this.name = name;
        this.text = text;
        if (sections.get("Parameters") instanceof Map<?, ?> declared) {
            declared.forEach((key, value) -> {
                if (value instanceof Map<?, ?> attributes) {
                    parameters.put(String.valueOf(key), TemplateParameter.of(String.valueOf(key), attributes));
                }
            });
        }
        rules = sections.get("Rules") instanceof Map<?, ?> declared ? declared : Map.of();
    }

    /**
     * Reads a template.
     *
     * @param name the name of its file, for errors
     * @throws OpsException of kind USAGE when it is not valid YAML, or not a template
     */
    public static StackTemplate parse(String name, String text) {
        if (!(new YamlReader(name).read(text) instanceof Map<?, ?> sections) || !sections.containsKey("Resources")) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not a template: it has no Resources".formatted(name),
                    "name a template of CloudFormation or SAM");
        }
        return new StackTemplate(name, text, sections);
    }

    /** The name of its file. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** Its parameters, in their order. */
    public List<TemplateParameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** The parameter of this name. */
    public Optional<TemplateParameter> parameter(String parameter) {
        return Optional.ofNullable(parameters.get(parameter));
    }

    /**
     * The rules that values violate, as sentences.
     *
     * @param values the value of each parameter
     */
    public List<String> violatedRules(Map<String, String> values) {
        return new TemplateRules(rules, values).violations();
    }
}
