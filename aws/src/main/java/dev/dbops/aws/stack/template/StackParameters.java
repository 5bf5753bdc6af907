package dev.dbops.aws.stack.template;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values for the parameters of a template: given ones, those of the existing stack, and the template's defaults.
 */
public final class StackParameters {
    private final StackTemplate template;
    private final Map<String, String> given;
    private final Map<String, String> previous;

    /**
     * @param given the values that the user gave
     * @param previous the values of the existing stack; those of hidden parameters are asterisks
     */
    public StackParameters(StackTemplate template, Map<String, String> given, Map<String, String> previous) {
        this.template = template;
        this.given = new LinkedHashMap<>(given);
        this.previous = Map.copyOf(previous);
    }

    /**
     * Refuses values that CloudFormation would refuse: unknown, missing, and not allowed ones, all in one error.
     *
     * @throws OpsException of kind USAGE
     */
    public void check() {
        var wrong = new ArrayList<String>();
        var names = template.parameters().stream().map(TemplateParameter::name).toList();
        for (var name : given.keySet()) {
            if (!names.contains(name)) {
                var near = Spelling.nearest(name, names);
                wrong.add("there is no parameter %s%s"
                        .formatted(name, near.isEmpty() ? "" : "; did you mean %s?".formatted(near)));
            }
        }
        for (var parameter : template.parameters()) {
            wrong.addAll(wrongWith(parameter));
        }
        if (wrong.isEmpty()) {
            wrong.addAll(template.violatedRules(known()));
        }
        if (!wrong.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the parameters do not fit %s: %s".formatted(template.name(), String.join("; ", wrong)),
                    "pass --parameter NAME=VALUE, or --parameters FILE; docs/lambda.md describes the parameters");
        }
    }

    private List<String> wrongWith(TemplateParameter parameter) {
        var name = parameter.name();
        if (given.containsKey(name)) {
            return parameter.violations(given.get(name)).stream()
                    .map(violation -> name + " " + violation)
                    .toList();
        }
        return isKept(name) || parameter.defaultValue().isPresent() ? List.of() : List.of(name + " is missing");
    }

    private Map<String, String> known() {
        Map<String, String> values = new HashMap<>();
        for (var parameter : template.parameters()) {
            parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), value));
        }
        values.putAll(previous);
        values.putAll(given);
        return values;
    }

    /** The values that are sent to CloudFormation. */
    public Map<String, String> given() {
        return Map.copyOf(given);
    }

    /** The parameters that keep the value of the existing stack. */
    public List<String> kept() {
        return template.parameters().stream()
                .map(TemplateParameter::name)
                .filter(this::isKept)
                .toList();
    }

    private boolean isKept(String name) {
        return previous.containsKey(name) && !given.containsKey(name);
    }
}
