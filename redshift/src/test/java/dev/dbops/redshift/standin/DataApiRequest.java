package dev.dbops.redshift.standin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * ExecuteStatement or BatchExecuteStatement.
 *
 * @param sqls the statements
 * @param parameters the values of the parameters, all of them text
 * @param batch whether it is BatchExecuteStatement
 * @param echoed what the answers repeat: database, cluster or workgroup, user, secret
 * @param token the ClientToken; empty when there is none
 */
record DataApiRequest(
        List<String> sqls, Map<String, String> parameters, boolean batch, Map<String, String> echoed, String token) {
    /** SqlList and ClientToken in the model of the API, redshift-data-2019-12-20. */
    private static final int MOST_STATEMENTS = 40;

    private static final int LONGEST_TOKEN = 64;

    /**
     * "The maximum query statement size is 100 KB"
     * (https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html#data-api-calling-considerations).
     */
    private static final int LONGEST_STATEMENT = 100_000;

    /**
     * Reads a request.
     *
     * @param database the database of the stand-in
     * @throws DataApiRefusal when it is not valid
     */
    static DataApiRequest read(JsonNode json, boolean batch, String database) {
        var sqls = batch
                ? json.field("Sqls").map(JsonNode::asArray).orElse(List.of()).stream()
                        .map(JsonNode::asString)
                        .toList()
                : text(json, "Sql").stream().toList();
        var echoed = new LinkedHashMap<String, String>();
        for (var name : List.of("Database", "ClusterIdentifier", "WorkgroupName", "DbUser", "SecretArn")) {
            text(json, name).ifPresent(value -> echoed.put(name, value));
        }
        var request = new DataApiRequest(
                sqls, parameters(json), batch, echoed, text(json, "ClientToken").orElse(""));
        request.check(database);
        return request;
    }

    private static Optional<String> text(JsonNode json, String name) {
        return json.field(name).map(JsonNode::asString);
    }

    private static Map<String, String> parameters(JsonNode json) {
        var parameters = new LinkedHashMap<String, String>();
        json.field("Parameters")
                .map(JsonNode::asArray)
                .ifPresent(list -> list.forEach(one -> {
                    var name = text(one, "name").orElse("");
                    require(name.matches("[0-9a-zA-Z_]+"), "the name of a parameter is not [0-9a-zA-Z_]+: " + name);
                    var value = text(one, "value").orElse("");
                    require(
                            !value.isEmpty(),
                            "1 validation error detected: Value '' at 'parameters.1.member.value' failed to satisfy"
                                    + " constraint: Member must have length greater than or equal to 1");
                    require(parameters.put(name, value) == null, "the parameter " + name + " is given twice");
                }));
        return parameters;
    }

    private void check(String database) {
        require(!sqls.isEmpty() && sqls.size() <= MOST_STATEMENTS, "Sqls must have 1 to 40 statements");
        for (var sql : sqls) {
            require(
                    sql.getBytes(StandardCharsets.UTF_8).length <= LONGEST_STATEMENT,
                    "the statement is longer than 100 KB");
        }
        require(token.length() <= LONGEST_TOKEN, "ClientToken must have at most 64 characters");
        require(
                echoed.containsKey("ClusterIdentifier") != echoed.containsKey("WorkgroupName"),
                "either ClusterIdentifier or WorkgroupName is required");
        require(database.equals(echoed.get("Database")), "there is no database " + echoed.get("Database"));
        checkNames();
    }

    private void checkNames() {
        var used = new LinkedHashSet<String>();
        sqls.forEach(sql -> used.addAll(NamedParameters.read(sql).names()));
        require(parameters.keySet().containsAll(used), "Undefined parameters in SQL: " + used);
        require(
                used.containsAll(parameters.keySet()),
                "Parameters list contains unused parameters. Unused parameters: "
                        + parameters.keySet().stream()
                                .filter(name -> !used.contains(name))
                                .toList());
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw DataApiRefusal.invalid(otherwise);
        }
    }
}
