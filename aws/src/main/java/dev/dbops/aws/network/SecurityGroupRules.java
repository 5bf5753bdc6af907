package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The rules of the security groups in the region of its clients. */
public final class SecurityGroupRules {
    private static final String DESCRIBE = "ec2:DescribeSecurityGroupRules";

    private final AwsClients clients;

    public SecurityGroupRules(AwsClients clients) {
        this.clients = clients;
    }

    /** Creates, changes and revokes rules. */
    public RuleWriter writer() {
        return new RuleWriter(clients);
    }

    /**
     * All rules of these groups, of both directions.
     *
     * @param source the origin of the group IDs
     * @throws OpsException of kind USAGE when a group does not exist
     */
    public List<SecurityGroupRule> in(List<String> groups, String source) {
        var rules = new ArrayList<SecurityGroupRule>();
        AwsCall.of(DESCRIBE, () -> {
            var filter = Filter.builder().name("group-id").values(groups).build();
            clients.ec2()
                    .describeSecurityGroupRulesPaginator(request -> request.filters(filter))
                    .securityGroupRules()
                    .forEach(rule -> rules.add(AwsRule.read(rule)));
            return rules;
        });
        for (var group : groups) {
            // a group without rules looks like one that does not exist
            if (rules.stream().noneMatch(rule -> rule.group().equals(group))) {
                requireGroup(group, source);
            }
        }
        return rules;
    }

    /**
     * The rule with that ID.
     *
     * @param source the origin of the ID
     * @throws OpsException of kind USAGE when it does not exist
     */
    public SecurityGroupRule find(String id, String source) {
        return AwsCall.of(DESCRIBE, () -> {
            try {
                var answer = clients.ec2().describeSecurityGroupRules(request -> request.securityGroupRuleIds(id));
                return AwsRule.read(answer.securityGroupRules().getFirst());
            } catch (Ec2Exception e) {
                throw switch (AwsFailure.code(e)) {
                    case "InvalidSecurityGroupRuleId.NotFound", "InvalidSecurityGroupRuleId.Malformed" ->
                        new OpsException(
                                Kind.USAGE,
                                "there is no rule \"%s\" in %s (from %s)".formatted(id, clients.region(), source),
                                "to list the rules: db-ops sg-list; is it in another region (--region) or account"
                                        + " (--profile)?",
                                e);
                    default -> e;
                };
            }
        });
    }

    private void requireGroup(String group, String source) {
        AwsCall.of("ec2:DescribeSecurityGroups", () -> {
            try {
                return clients.ec2().describeSecurityGroups(request -> request.groupIds(group));
            } catch (Ec2Exception e) {
                throw switch (AwsFailure.code(e)) {
                    case "InvalidGroup.NotFound", "InvalidGroupId.Malformed" ->
                        new OpsException(
                                Kind.USAGE,
                                "there is no security group \"%s\" in %s (from %s)"
                                        .formatted(group, clients.region(), source),
                                "is it in another region (--region) or account (--profile)? Without --group and"
                                        + " DB_SG_ID, the groups of the instance are used",
                                e);
                    default -> e;
                };
            }
        });
    }

    /** The failure for a duplicate rule that AWS does not list: its answers may be some seconds old. */
    OpsException notListed(String group) {
        return new OpsException(
                Kind.FAILED,
                "AWS says that security group %s has such a rule, but does not list it".formatted(group),
                "try again in a minute, or look: db-ops sg-list");
    }
}
