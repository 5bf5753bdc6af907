package dev.dbops.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** The roles of the emulator's IAM, and how RDS sees them. */
public final class EmulatedRoles {
    private static final String RDS = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "rds.amazonaws.com"}}]}
        """;

    private final AwsEmulator aws;

    public EmulatedRoles(AwsEmulator aws) {
        this.aws = aws;
    }

    /** A role that RDS may assume and that allows nothing; returns its ARN. */
    public String role(String name) {
        try (var clients = aws.clients()) {
            return clients.iam()
                    .createRole(request -> request.roleName(name).assumeRolePolicyDocument(RDS))
                    .role()
                    .arn();
        }
    }

    /** Gives a role an inline policy for calls to a function. */
    public void allow(String name, String effect, String resource) {
        try (var clients = aws.clients()) {
            clients.iam()
                    .putRolePolicy(request -> request.roleName(name)
                            .policyName("theirs-" + effect)
                            .policyDocument("""
                                {"Version": "2012-10-17",
                                 "Statement": [{"Effect": "%s", "Action": "lambda:*", "Resource": "%s"}]}
                                """.formatted(effect, resource)));
        }
    }

    /** Associates a role with an instance for Lambda, whatever IAM says. */
    public void associate(String kind, String name, String role) {
        aws.control("role", """
            {"kind": "%s", "region": "%s", "name": "%s", "role": "%s", "feature": "Lambda"}\
            """.formatted(kind, AwsEmulator.REGION, name, role));
    }

    /** Lets RDS not see a new role for so many requests. */
    public void unseenFor(int requests) {
        aws.control("iam-delay", "{\"calls\": %d}".formatted(requests));
    }

    /** Changes the trust policy of a role, so that RDS can no longer assume it. */
    public void distrust(String name) {
        aws.control("trust", """
            {"role": "%s", "document": "{\\"Version\\": \\"2012-10-17\\", \\"Statement\\": []}"}\
            """.formatted(name));
    }

    /** The role of that name, if there is one. */
    public Optional<Role> find(String name) {
        try (var clients = aws.clients()) {
            return Optional.of(
                    clients.iam().getRole(request -> request.roleName(name)).role());
        } catch (NoSuchEntityException _) {
            return Optional.empty();
        }
    }

    /** The names of all roles. */
    public List<String> names() {
        try (var clients = aws.clients()) {
            return clients.iam().listRoles().roles().stream()
                    .map(Role::roleName)
                    .sorted()
                    .toList();
        }
    }

    /** The documents of the inline policies of a role, decoded. */
    public List<String> policies(String name) {
        try (var clients = aws.clients()) {
            var documents = new ArrayList<String>();
            for (var policy : clients.iam()
                    .listRolePolicies(request -> request.roleName(name))
                    .policyNames()) {
                documents.add(URLDecoder.decode(
                        clients.iam()
                                .getRolePolicy(request -> request.roleName(name).policyName(policy))
                                .policyDocument(),
                        StandardCharsets.UTF_8));
            }
            return documents;
        }
    }

    /** Attaches a managed policy of the account to a role. */
    public void attach(String name, String policy) {
        try (var clients = aws.clients()) {
            var arn = clients.iam()
                    .createPolicy(request -> request.policyName(policy).policyDocument("""
                        {"Version": "2012-10-17",
                         "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
                        """))
                    .policy()
                    .arn();
            clients.iam().attachRolePolicy(request -> request.roleName(name).policyArn(arn));
        }
    }

    /** Deletes a role that has no policies, or all of them. */
    public void delete(String name) {
        try (var clients = aws.clients()) {
            for (var policy : clients.iam()
                    .listRolePolicies(request -> request.roleName(name))
                    .policyNames()) {
                clients.iam().deleteRolePolicy(request -> request.roleName(name).policyName(policy));
            }
            clients.iam().deleteRole(request -> request.roleName(name));
        }
    }

    /** Describes an instance with another version, such as one that AWS no longer offers. */
    public void ofVersion(String instance, String version) {
        aws.control("described", """
            {"name": "%s", "element": "EngineVersion", "xml": "<EngineVersion>%s</EngineVersion>"}\
            """.formatted(instance, version));
    }
}
