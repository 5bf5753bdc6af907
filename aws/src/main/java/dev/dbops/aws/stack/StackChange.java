package dev.dbops.aws.stack;

import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/**
 * A change of a resource that a change set would make.
 *
 * @param action add, modify, remove, import or dynamic
 * @param resource its name in the template
 * @param type such as AWS::SQS::Queue
 * @param replacement yes, no, or maybe, when a value is only known while it is deployed; empty for other actions
 * @param consequence what is lost; empty when nothing is
 */
public record StackChange(String action, String resource, String type, String replacement, String consequence) {
    /** The types with content that goes with the resource. */
    private static final List<String> WITH_DATA = List.of(
            "AWS::RDS::DBInstance",
            "AWS::RDS::DBCluster",
            "AWS::SQS::Queue",
            "AWS::Kinesis::Stream",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
            "AWS::DynamoDB::Table",
            "AWS::SecretsManager::Secret",
            "AWS::Redshift::Cluster");

    static StackChange of(ResourceChange change) {
        var action = change.actionAsString().toLowerCase(Locale.ROOT);
        var replacement = switch (String.valueOf(change.replacementAsString())) {
            case "True" -> "yes";
            case "Conditional" -> "maybe";
            case "False" -> "no";
            default -> "";
        };
        return new StackChange(
                action,
                change.logicalResourceId(),
                change.resourceType(),
                replacement,
                consequence(
                        change.resourceType(),
                        action.equals("remove") || replacement.equals("yes"),
                        replacement.equals("maybe"),
                        String.valueOf(change.policyActionAsString())));
    }

    /** See PolicyAction in ResourceChange of the CloudFormation API reference. */
    private static String consequence(String type, boolean goes, boolean mayGo, String policy) {
        if (!goes && !mayGo) {
            return "";
        }
        if (policy.endsWith("Retain")) {
            return "stays outside the stack";
        }
        var loss = "";
        if (WITH_DATA.contains(type)) {
            loss = policy.endsWith("Snapshot") ? "data only in a snapshot" : "data loss";
        } else if (type.equals("AWS::RDS::DBProxy")) {
            loss = "ends sessions";
        }
        return loss.isEmpty() || goes ? loss : "perhaps " + loss;
    }

    /** Returns whether data may be lost with it. */
    public boolean losesData() {
        return consequence.contains("data");
    }
}
