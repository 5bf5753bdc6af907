package dev.dbops.aws.lambda.role;

import dev.dbops.aws.lambda.LambdaFunction;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ARN of a function, without the version or alias.
 *
 * @param partition such as aws, aws-cn or aws-us-gov
 * @param region its region
 * @param account its account
 * @param name its name
 * @param qualifier the version or alias; empty when none is named
 */
public record FunctionArn(String partition, String region, String account, String name, String qualifier) {
    private static final Pattern ACCOUNT = Pattern.compile("(?:arn:([^:]+):lambda:[^:]+:)?(\\d{12}):.*");

    /**
     * The function; what its reference does not say is as for the database.
     *
     * @param database the ARN of the database
     */
    static FunctionArn of(LambdaFunction function, String database) {
        var parts = database.split(":");
        var known = ACCOUNT.matcher(function.id());
        var hasAccount = known.matches();
        return new FunctionArn(
                hasAccount && known.group(1) != null ? known.group(1) : parts[1],
                function.region().orElse(parts[3]),
                hasAccount ? known.group(2) : parts[4],
                function.name(),
                function.qualifier());
    }

    /** The ARN; of the version or alias, where one is named. */
    @Override
    public String toString() {
        return "arn:%s:lambda:%s:%s:function:%s".formatted(partition, region, account, shortName());
    }

    /** The name, with the version or alias. */
    String shortName() {
        return name + (qualifier.isEmpty() ? "" : ":" + qualifier);
    }

    private String plain() {
        return "arn:%s:lambda:%s:%s:function:%s".formatted(partition, region, account, name);
    }

    /** The resources of a policy: without a qualifier, the function with all its versions and aliases. */
    List<String> resources() {
        return qualifier.isEmpty() ? List.of(plain(), plain() + ":*") : List.of(toString());
    }
}
