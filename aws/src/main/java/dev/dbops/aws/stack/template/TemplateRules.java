package dev.dbops.aws.stack.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a template, which values of several parameters have to fulfil together ("CloudFormation template Rules
 * syntax"). CloudFormation checks them too, but only once the template is uploaded.
 */
final class TemplateRules {
    private final Map<?, ?> rules;
    private final Map<String, String> values;

    /**
     * @param rules the section of the template
     * @param values the value of each parameter
     */
    TemplateRules(Map<?, ?> rules, Map<String, String> values) {
        this.rules = rules;
        this.values = values;
    }

    /** The descriptions of the assertions that do not hold. A rule with a function that is not known here is left out. */
    List<String> violations() {
        var violations = new ArrayList<String>();
        for (var entry : rules.entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> rule
                    && truth(rule.get("RuleCondition")).orElse(rule.get("RuleCondition") == null)) {
                violations.addAll(broken(String.valueOf(entry.getKey()), rule));
            }
        }
        return violations;
    }

    private List<String> broken(String name, Map<?, ?> rule) {
        var broken = new ArrayList<String>();
        if (rule.get("Assertions") instanceof List<?> assertions) {
            for (var item : assertions) {
                if (item instanceof Map<?, ?> assertion
                        && truth(assertion.get("Assert")).equals(Optional.of(false))) {
                    broken.add(
                            assertion.get("AssertDescription") instanceof String text
                                    ? text
                                    : "the parameters violate the rule " + name);
                }
            }
        }
        return broken;
    }

    /** The truth of a condition; empty when it is not known here. */
    private Optional<Boolean> truth(Object condition) {
        if (!(condition instanceof Map<?, ?> call) || call.size() != 1) {
            return Optional.empty();
        }
        var function = String.valueOf(call.keySet().iterator().next());
        if (!(call.values().iterator().next() instanceof List<?> arguments) || arguments.isEmpty()) {
            return Optional.empty();
        }
        return switch (function) {
            case "Fn::Not" -> truth(arguments.getFirst()).map(truth -> !truth);
            case "Fn::And" -> all(arguments).map(truths -> !truths.contains(false));
            case "Fn::Or" -> all(arguments).map(truths -> truths.contains(true));
            case "Fn::Equals" ->
                arguments.size() == 2
                        ? text(arguments.get(0))
                                .flatMap(left -> text(arguments.get(1)).map(left::equals))
                        : Optional.empty();
            case "Fn::Contains" ->
                arguments.size() == 2
                        ? list(arguments.get(0))
                                .flatMap(items -> text(arguments.get(1)).map(items::contains))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<List<Boolean>> all(List<?> conditions) {
        var truths = new ArrayList<Boolean>();
        for (var condition : conditions) {
            truth(condition).ifPresent(truths::add);
        }
        return truths.size() == conditions.size() ? Optional.of(truths) : Optional.empty();
    }

    private Optional<String> text(Object value) {
        if (value instanceof String text) {
            return Optional.of(text);
        }
        return value instanceof Map<?, ?> call && call.get("Ref") instanceof String name
                ? Optional.ofNullable(values.get(name))
                : Optional.empty();
    }

    private Optional<List<String>> list(Object value) {
        if (value instanceof List<?> items) {
            return Optional.of(items.stream().map(String::valueOf).toList());
        }
        return text(value).map(text -> List.of(text.split(",", -1)));
    }
}
