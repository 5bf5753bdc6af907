package dev.dbops.aws.network;

import java.time.Instant;
import java.util.Optional;

/**
 * The rule that allows an address, and the change that it needs.
 *
 * @param action the change
 * @param range the address
 * @param rule the rule; empty while it is not made
 * @param previous the address that the rule allowed before; empty when it does not change
 * @param name the name of the rule
 * @param end when the access ends; empty for never
 * @param leftBehind the rule of the requested name that still allows another address; empty when there is none
 */
public record RuleChange(
        Action action,
        AddressRange range,
        Optional<String> rule,
        Optional<AddressRange> previous,
        String name,
        Optional<Instant> end,
        Optional<SecurityGroupRule> leftBehind) {

    /** The action for an address. */
    public enum Action {
        /** Nothing: the rule of this name says so already. */
        UNCHANGED,
        /** Nothing: a rule of another name allows the address, and AWS does not accept a second one for it. */
        OTHER_RULE,
        /** The rule of this name gets another address, or another end. */
        CHANGED,
        /** A rule is made. */
        ADDED
    }

    static RuleChange unchanged(SecurityGroupRule rule) {
        return of(Action.UNCHANGED, rule);
    }

    static RuleChange otherRule(SecurityGroupRule other, Optional<SecurityGroupRule> leftBehind) {
        return new RuleChange(
                Action.OTHER_RULE,
                other.range().orElseThrow(),
                Optional.of(other.id()),
                Optional.empty(),
                other.name(),
                other.expires(),
                leftBehind);
    }

    static RuleChange changed(SecurityGroupRule rule, AddressRange range, IngressGrant access) {
        return new RuleChange(
                Action.CHANGED,
                range,
                Optional.of(rule.id()),
                rule.range().filter(before -> !before.equals(range)),
                access.name().text(),
                access.end(),
                Optional.empty());
    }

    static RuleChange missing(AddressRange range, IngressGrant access) {
        return new RuleChange(
                Action.ADDED,
                range,
                Optional.empty(),
                Optional.empty(),
                access.name().text(),
                access.end(),
                Optional.empty());
    }

    static RuleChange added(SecurityGroupRule rule) {
        return of(Action.ADDED, rule);
    }

    private static RuleChange of(Action action, SecurityGroupRule rule) {
        return new RuleChange(
                action,
                rule.range().orElseThrow(),
                Optional.of(rule.id()),
                Optional.empty(),
                rule.name(),
                rule.expires(),
                Optional.empty());
    }

    /** Returns whether it is done already. */
    public boolean isDone() {
        return action == Action.UNCHANGED || action == Action.OTHER_RULE;
    }
}
