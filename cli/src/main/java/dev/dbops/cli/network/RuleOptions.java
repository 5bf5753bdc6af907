package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.RuleName;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.List;
import java.util.Optional;

/** The rule to change to this machine's address: the rule of {@code --rule}, else of DB_SG_RULE_ID. */
final class RuleOptions {
    static final String VARIABLE = "DB_SG_RULE_ID";

    private String id = "";
    private final Context context;

    RuleOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model, String description) {
        model.option("--rule", "SGR", description, value -> id = value);
    }

    String source() {
        return id.isEmpty() ? VARIABLE : "--rule";
    }

    /** The rule's ID, when the option or the variable has one. */
    Optional<String> id() {
        var named = id.isEmpty() ? context.variable(VARIABLE) : id;
        if (named.isEmpty()) {
            return Optional.empty();
        }
        GroupOptions.requireId(named, "sgr-", "a security group rule", source());
        return Optional.of(named);
    }

    /**
     * The rule among those of the groups.
     *
     * @throws OpsException of kind USAGE when it is not in the groups, or does not allow an address to reach the port
     */
    SecurityGroupRule find(GuardedPort guarded, List<SecurityGroupRule> existing) {
        var wanted = id().orElseThrow();
        for (var rule : existing) {
            if (rule.id().equals(wanted)) {
                requireUsable(rule, guarded.port());
                return rule;
            }
        }
        var elsewhere = guarded.rules().find(wanted, source());
        throw new OpsException(
                Kind.USAGE,
                "rule %s (from %s) is in security group %s, not in %s (from %s)"
                        .formatted(
                                wanted,
                                source(),
                                elsewhere.group(),
                                String.join(" or ", guarded.groups()),
                                guarded.source()),
                "pass a rule of that group, or the group of the rule: --group " + elsewhere.group());
    }

    private void requireUsable(SecurityGroupRule rule, int port) {
        if (rule.egress()) {
            throw unusable(rule, "is for traffic from the database, not to it");
        }
        if (rule.range().isEmpty()) {
            throw unusable(rule, "allows %s, and AWS cannot change that to an address".formatted(rule.source()));
        }
        if (!rule.isFor(port)) {
            throw unusable(
                    rule,
                    "is for %s port %s, not for tcp port %d"
                            .formatted(rule.protocol().equals("-1") ? "any" : rule.protocol(), rule.ports(), port));
        }
    }

    private OpsException unusable(SecurityGroupRule rule, String reason) {
        return new OpsException(
                Kind.USAGE,
                "rule %s (from %s) %s".formatted(rule.id(), source(), reason),
                "omit %s to find or create a rule by its name".formatted(source()));
    }

    /**
     * The address of the version that the rule is for: AWS cannot change the version.
     *
     * @throws OpsException of kind USAGE when there is no such address
     */
    List<AddressRange> suitable(SecurityGroupRule rule, List<AddressRange> addresses) {
        var version = rule.range().orElseThrow().version();
        for (var address : addresses) {
            if (address.version() == version) {
                return List.of(address);
            }
        }
        throw unusable(rule, "is for IPv%d, and the address is %s".formatted(version, addresses.getFirst()));
    }

    /** The name of the rule, else the other name. */
    static RuleName name(SecurityGroupRule rule, RuleName other) {
        return rule.name().isEmpty() ? other : new RuleName(rule.name());
    }
}
