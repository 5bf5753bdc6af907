package dev.dbops.aws.doctor;

import dev.dbops.aws.lambda.role.RoleAssociation;
import dev.dbops.aws.network.EgressRules;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Findings about a database whose triggers call Lambda functions: its role, and its way out. */
final class LambdaFindings {
    private static final Step ROLE = new Step(AwsChecks.SECTION, "lambda role");
    private static final Step EGRESS = new Step(AwsChecks.SECTION, "lambda egress");

    private final Inquiry answers;
    private final Description database;
    private final List<String> functions;

    /** @param functions the functions that triggers call; without any, there is nothing to find */
    LambdaFindings(Inquiry answers, List<String> functions) {
        this.answers = answers;
        this.database = answers.database();
        this.functions = functions;
    }

    void examine(Consumer<Finding> findings) {
        if (functions.isEmpty() || database.isProxy()) {
            return;
        }
        findings.accept(role(association()));
        if (!database.found().securityGroups().isEmpty()) {
            answers.rules().then(EGRESS, findings, rules -> findings.accept(egress(rules)));
        }
    }

    private Optional<RoleAssociation> association() {
        return database.cluster().isPresent()
                ? database.cluster().map(DBCluster::associatedRoles).flatMap(RoleAssociation::ofCluster)
                : database.instance().map(DBInstance::associatedRoles).flatMap(RoleAssociation::ofInstance);
    }

    private Finding role(Optional<RoleAssociation> association) {
        if (association.isEmpty()) {
            return ROLE.failed(
                    "triggers call %s, but no role is associated for Lambda".formatted(String.join(", ", functions)),
                    remedy());
        }
        var known = association.get();
        if (known.isActive()) {
            return ROLE.ok("it calls Lambda functions with the role " + known.roleName());
        }
        return known.isInvalid()
                ? ROLE.failed("RDS cannot assume the role %s for Lambda".formatted(known.roleName()), remedy())
                : ROLE.warning(
                        "the role %s for Lambda is %s".formatted(known.roleName(), known.status()),
                        "wait a minute until RDS can use it");
    }

    private Finding egress(List<SecurityGroupRule> rules) {
        var groups = String.join(", ", database.found().securityGroups());
        return rules.stream().anyMatch(rule -> rule.letsOut(EgressRules.HTTPS))
                ? EGRESS.ok("%s lets HTTPS out".formatted(groups))
                : EGRESS.failed("no rule of %s lets HTTPS out to Lambda".formatted(groups), remedy());
    }

    private Remedy remedy() {
        return Remedy.command("db-ops lambda-role --instance %s --function %s --region %s"
                .formatted(database.ownerName(), functions.getFirst(), database.region()));
    }
}
