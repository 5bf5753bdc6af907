package dev.dbops.aws.network;

import dev.dbops.aws.network.RuleChange.Action;
import java.util.List;

/**
 * The changes that allow some addresses: what a dry run shows, what a user confirms, and what is then done.
 *
 * @param existing the rules that the plan is made for
 * @param changes a change for each address
 */
public record RulePlan(List<SecurityGroupRule> existing, List<RuleChange> changes) {
    /** Returns whether nothing has to be done. */
    public boolean isDone() {
        return changes.stream().allMatch(RuleChange::isDone);
    }

    /** The addresses, in their given order. */
    public List<AddressRange> addresses() {
        return changes.stream().map(RuleChange::range).toList();
    }

    /** The addresses that need a new rule. */
    List<AddressRange> missing() {
        return changes.stream()
                .filter(change -> change.action() == Action.ADDED)
                .map(RuleChange::range)
                .toList();
    }
}
