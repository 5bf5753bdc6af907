package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A grant that lasts as long as a command runs, and is revoked afterwards.
 *
 * <p>AWS allows one rule for an address and a port. A permanent rule is never changed. A rule of another running
 * command is shared: each command adds its own tag, and the last one revokes the rule.
 */
public final class TemporaryGrant implements AutoCloseable {
    private static final int ATTEMPTS = 2;
    private static final int MOST_HOLDERS = 48;

    private final SecurityGroupRules rules;
    private final RuleWriter writer;
    private final IngressGrant access;
    private final String source;
    private final List<SecurityGroupRule> held = new ArrayList<>();
    private final List<SecurityGroupRule> lasting = new ArrayList<>();
    private List<SecurityGroupRule> removed = List.of();

    /**
     * @param access with a holder and an end
     * @param source where the group's id came from
     */
    public TemporaryGrant(SecurityGroupRules rules, IngressGrant access, String source) {
        this.rules = rules;
        this.writer = rules.writer();
        this.access = access;
        this.source = source;
    }

    /**
     * Allows the addresses.
     *
     * @param existing the group's rules
     * @throws OpsException when AWS refuses; then no rule remains
     */
    public void open(List<SecurityGroupRule> existing, List<AddressRange> addresses) {
        try {
            var current = existing;
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (tryToOpen(current, addresses)) {
                    return;
                }
                held.clear();
                lasting.clear();
                current = rules.in(List.of(access.group()), source);
            }
            throw rules.notListed(access.group());
        } catch (OpsException e) {
            close();
            throw e;
        }
    }

    private boolean tryToOpen(List<SecurityGroupRule> existing, List<AddressRange> addresses) {
        var missing = new ArrayList<AddressRange>();
        for (var address : addresses) {
            var same = existing.stream()
                    .filter(rule -> access.isGivenBy(rule, address))
                    .findFirst();
            if (same.isEmpty()) {
                missing.add(address);
            } else if (same.get().holders().isEmpty()) {
                lasting.add(same.get());
            } else {
                join(same.get(), address);
            }
        }
        var added = missing.isEmpty() ? Optional.of(List.<SecurityGroupRule>of()) : writer.add(access, missing);
        added.ifPresent(held::addAll);
        return added.isPresent();
    }

    private void join(SecurityGroupRule rule, AddressRange address) {
        makeRoom(rule);
        held.add(rule);
        var later = rule.expires().filter(end -> end.isAfter(access.end().orElseThrow()));
        writer.join(
                rule,
                address,
                new IngressGrant(
                        access.group(),
                        access.port(),
                        new RuleName(rule.name()),
                        later.or(access::end),
                        access.holder()));
    }

    /** AWS allows 50 tags a resource: the rule has its name, its end, and one for each command. */
    private void makeRoom(SecurityGroupRule rule) {
        if (rule.holders().size() < MOST_HOLDERS) {
            return;
        }
        var now = Instant.now();
        var left = rule.holders().size();
        for (var holder : rule.holders().entrySet()) {
            if (!holder.getValue().isAfter(now)) {
                writer.untag(rule, RuleName.HOLDER_TAG + holder.getKey());
                left--;
            }
        }
        if (left >= MOST_HOLDERS) {
            throw new OpsException(
                    Kind.FAILED,
                    "%d commands share %s, and AWS allows it no further tag".formatted(left, rule.title()),
                    "wait until one of them has ended");
        }
    }

    /** The rules that were created, or that other commands hold too. */
    public List<SecurityGroupRule> held() {
        return List.copyOf(held);
    }

    /** The rules that are left alone. */
    public List<SecurityGroupRule> lasting() {
        return List.copyOf(lasting);
    }

    /** The rules that closing has revoked. */
    public List<SecurityGroupRule> removed() {
        return removed;
    }

    /**
     * Revokes the rules, unless another command holds them.
     *
     * @throws OpsException when AWS refuses; the message names the addresses that are still allowed
     */
    @Override
    public void close() {
        if (held.isEmpty()) {
            return;
        }
        try {
            var now = Instant.now();
            var ours = access.holder().orElseThrow();
            var last = new ArrayList<SecurityGroupRule>();
            for (var rule : rules.in(List.of(access.group()), source)) {
                if (held.stream().noneMatch(other -> other.id().equals(rule.id()))) {
                    continue;
                }
                if (rule.isHeldByAnother(ours, now)) {
                    writer.untag(rule, RuleName.HOLDER_TAG + ours);
                } else {
                    last.add(rule);
                }
            }
            for (var rule : last) {
                writer.revoke(rule.group(), List.of(rule.id()));
            }
            held.clear();
            removed = List.copyOf(last);
        } catch (OpsException e) {
            throw stillOpen(e);
        }
    }

    private OpsException stillOpen(OpsException failure) {
        var open = held.stream().map(SecurityGroupRule::source).toList();
        var commands = held.stream()
                .map(rule -> "db-ops sg-revoke --rule " + rule.id())
                .toList();
        return failure.withMessage("%s may still reach port %d of security group %s: %s"
                        .formatted(String.join(", ", open), access.port(), access.group(), failure.getMessage()))
                .withHint("to revoke it: " + String.join("; ", commands));
    }
}
