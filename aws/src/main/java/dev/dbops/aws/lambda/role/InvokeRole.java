package dev.dbops.aws.lambda.role;

import dev.dbops.aws.AwsClients;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** A role in IAM that a database calls functions with. */
final class InvokeRole {
    private final AwsClients clients;
    private final String name;
    private final String arn;
    private final String trust;
    private final RoleTags tags;

    private InvokeRole(AwsClients clients, String name, String arn, String trust, RoleTags tags) {
        this.clients = clients;
        this.name = name;
        this.arn = arn;
        this.trust = trust;
        this.tags = tags;
    }

    private static InvokeRole of(AwsClients clients, Role role) {
        var tags = new HashMap<String, String>();
        role.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        var trust = decoded(Optional.ofNullable(role.assumeRolePolicyDocument()).orElse(""));
        return new InvokeRole(clients, role.roleName(), role.arn(), trust, new RoleTags(tags));
    }

    /** The role of that name, if there is one. */
    static Optional<InvokeRole> find(AwsClients clients, String name) {
        return IamCall.find("iam:GetRole", () -> clients.iam().getRole(request -> request.roleName(name)))
                .map(answer -> of(clients, answer.role()));
    }

    /** Creates the role for a database, and tags it. */
    static InvokeRole create(AwsClients clients, CallingDatabase database) {
        var role = IamCall.of(
                        "iam:CreateRole",
                        () -> clients.iam()
                                .createRole(request -> request.roleName(RoleDocuments.roleName(database))
                                        .description("Lets RDS call Lambda functions for %s; made by db-ops lambda-role"
                                                .formatted(database.arn()))
                                        .assumeRolePolicyDocument(RoleDocuments.trust(database))
                                        .tags(tag(RoleTags.OWNER, database.arn()))))
                .role();
        return new InvokeRole(
                clients, role.roleName(), role.arn(), RoleDocuments.trust(database), RoleTags.ofNew(database));
    }

    /** IAM returns documents as RFC 3986 encodes them (GetRolePolicy in the IAM API reference). */
    private static String decoded(String document) {
        return document.startsWith("%")
                ? URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8)
                : document;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    RoleTags tags() {
        return tags;
    }

    /** Returns whether RDS may assume it, for that database alone. */
    boolean trusts(CallingDatabase database) {
        return CanonicalJson.areEqual(trust, RoleDocuments.trust(database));
    }

    /** Lets RDS assume it, for that database alone; returns the role as it is then. */
    InvokeRole trusting(CallingDatabase database) {
        IamCall.of(
                "iam:UpdateAssumeRolePolicy",
                () -> clients.iam()
                        .updateAssumeRolePolicy(
                                request -> request.roleName(name).policyDocument(RoleDocuments.trust(database))));
        return new InvokeRole(clients, name, arn, RoleDocuments.trust(database), tags);
    }

    /** Returns whether it has db-ops's policy for the function, unchanged. */
    boolean hasPolicy(FunctionArn function) {
        return IamCall.find(
                        "iam:GetRolePolicy",
                        () -> clients.iam()
                                .getRolePolicy(request ->
                                        request.roleName(name).policyName(RoleDocuments.policyName(function))))
                .filter(answer -> CanonicalJson.areEqual(
                        decoded(Optional.ofNullable(answer.policyDocument()).orElse("")),
                        RoleDocuments.policy(function)))
                .isPresent();
    }

    /** Returns whether its policies, whoever wrote them, allow the call. */
    boolean allows(FunctionArn function) {
        return IamCall.of(
                        "iam:SimulatePrincipalPolicy",
                        () -> clients.iam()
                                .simulatePrincipalPolicy(request -> request.policySourceArn(arn)
                                        .actionNames("lambda:InvokeFunction")
                                        .resourceArns(function.toString())))
                .evaluationResults()
                .stream()
                .anyMatch(result -> result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED);
    }

    /** Allows the call. */
    void allow(FunctionArn function) {
        IamCall.of(
                "iam:PutRolePolicy",
                () -> clients.iam()
                        .putRolePolicy(request -> request.roleName(name)
                                .policyName(RoleDocuments.policyName(function))
                                .policyDocument(RoleDocuments.policy(function))));
    }

    /** Takes db-ops's policy for the function back. */
    void disallow(FunctionArn function) {
        IamCall.find(
                "iam:DeleteRolePolicy",
                () -> clients.iam()
                        .deleteRolePolicy(
                                request -> request.roleName(name).policyName(RoleDocuments.policyName(function))));
    }

    /** The names of its policies, those that are attached too. */
    List<String> policies() {
        var names = new ArrayList<String>();
        IamCall.of("iam:ListRolePolicies", () -> {
            clients.iam()
                    .listRolePoliciesPaginator(request -> request.roleName(name))
                    .policyNames()
                    .forEach(names::add);
            return names;
        });
        IamCall.of("iam:ListAttachedRolePolicies", () -> {
            clients.iam()
                    .listAttachedRolePoliciesPaginator(request -> request.roleName(name))
                    .attachedPolicies()
                    .forEach(policy -> names.add(policy.policyName()));
            return names;
        });
        return List.copyOf(names);
    }

    /** Adds tags. */
    void tag(Map<String, String> further) {
        var list = further.entrySet().stream()
                .map(entry -> tag(entry.getKey(), entry.getValue()))
                .toList();
        IamCall.of(
                "iam:TagRole",
                () -> clients.iam().tagRole(request -> request.roleName(name).tags(list)));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** Deletes it; it must have no policies. */
    void delete() {
        IamCall.find("iam:DeleteRole", () -> clients.iam().deleteRole(request -> request.roleName(name)));
    }
}
