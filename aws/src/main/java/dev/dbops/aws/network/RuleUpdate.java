package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.aws.network.RuleChange.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Allows addresses with rules of one name, one for IPv4 and one for IPv6. It finds the existing rules, changes a rule
 * that allows another address, and creates missing rules.
 */
public final class RuleUpdate {
    private static final int ATTEMPTS = 2;

    private final SecurityGroupRules rules;
    private final RuleWriter writer;
    private final IngressGrant access;
    private final Optional<SecurityGroupRule> chosen;

    /** Uses the rules that have the name of the access. */
    public RuleUpdate(SecurityGroupRules rules, IngressGrant access) {
        this(rules, access, Optional.empty());
    }

    private RuleUpdate(SecurityGroupRules rules, IngressGrant access, Optional<SecurityGroupRule> chosen) {
        this.rules = rules;
        this.writer = rules.writer();
        this.access = access;
        this.chosen = chosen;
    }

    /** Uses this rule, whatever its name. */
    public RuleUpdate by(SecurityGroupRule rule) {
        return new RuleUpdate(rules, access, Optional.of(rule));
    }

    /** Plans the changes that these rules of the group need. */
    public RulePlan plan(List<SecurityGroupRule> existing, List<AddressRange> addresses) {
        return new RulePlan(
                existing,
                addresses.stream().map(address -> plan(existing, address)).toList());
    }

    private RuleChange plan(List<SecurityGroupRule> existing, AddressRange address) {
        var own = own(existing, address);
        var same = existing.stream()
                .filter(rule -> access.isGivenBy(rule, address))
                .findFirst();
        if (same.isPresent()
                && !(own.isPresent() && own.get().id().equals(same.get().id()))) {
            return RuleChange.otherRule(same.get(), own);
        }
        if (own.isEmpty()) {
            return RuleChange.missing(address, access);
        }
        var rule = own.get();
        var isComplete = same.isPresent()
                && rule.name().equals(access.name().text())
                && access.end().isEmpty()
                && rule.expires().isEmpty();
        return isComplete ? RuleChange.unchanged(rule) : RuleChange.changed(rule, address, access);
    }

    /** The rule for addresses of this version; of several, the one for this address. */
    private Optional<SecurityGroupRule> own(List<SecurityGroupRule> existing, AddressRange address) {
        if (chosen.isPresent()) {
            return chosen;
        }
        var own = Optional.<SecurityGroupRule>empty();
        for (var rule : existing) {
            var candidate = rule.group().equals(access.group())
                    && rule.isFor(access.port())
                    && rule.isOfVersion(address.version())
                    && rule.name().equals(access.name().text());
            if (candidate && (own.isEmpty() || rule.range().equals(Optional.of(address)))) {
                own = Optional.of(rule);
            }
        }
        return own;
    }

    /**
     * Makes the planned changes. When AWS reports a rule that was created after the plan was made, it reads the rules
     * and plans once more.
     *
     * @param source where the group's id came from
     * @return the changes that were made
     * @throws OpsException when AWS refuses; the message names the earlier changes
     */
    public List<RuleChange> run(RulePlan plan, String source) {
        var current = plan;
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var done = apply(current);
            if (done.isPresent()) {
                return done.get();
            }
            current = plan(rules.in(List.of(access.group()), source), plan.addresses());
        }
        throw rules.notListed(access.group());
    }

    private Optional<List<RuleChange>> apply(RulePlan plan) {
        var added = add(plan.missing());
        if (added.isEmpty()) {
            return Optional.empty();
        }
        var done = new ArrayList<>(plan.changes());
        done.removeIf(change -> change.action() == Action.ADDED);
        added.get().forEach(rule -> done.add(RuleChange.added(rule)));
        for (var change : plan.changes()) {
            if (change.action() == Action.CHANGED && !change(plan.existing(), change, added.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(done);
    }

    private Optional<List<SecurityGroupRule>> add(List<AddressRange> addresses) {
        return addresses.isEmpty() ? Optional.of(List.of()) : writer.add(access, addresses);
    }

    private boolean change(List<SecurityGroupRule> existing, RuleChange change, List<SecurityGroupRule> added) {
        var id = change.rule().orElseThrow();
        var rule = existing.stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .or(() -> chosen)
                .orElseThrow();
        try {
            return writer.change(rule, change.range(), access);
        } catch (OpsException e) {
            throw added.isEmpty() ? e : withAdded(e, added.getFirst());
        }
    }

    private static OpsException withAdded(OpsException failure, SecurityGroupRule added) {
        return failure.withMessage(
                "%s; before that, access was allowed from %s (to revoke it: db-ops sg-revoke --rule %s)"
                        .formatted(failure.getMessage(), added.source(), added.id()));
    }
}
