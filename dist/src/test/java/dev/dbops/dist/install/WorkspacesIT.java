package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedGroups;
import dev.dbops.dist.Finished;
import dev.dbops.dist.Markdown;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The files that the README shows for Codespaces, Gitpod and GitHub Actions: their commands, as written there. */
class WorkspacesIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private static Path published;

    private static PublishedRelease release;

    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();
    private AwsEmulator aws;
    private String group;
    private String url;

    @BeforeAll
    static void publish() throws Exception {
        release = new PublishedRelease(published);
    }

    @AfterAll
    static void close() {
        release.close();
    }

    @BeforeEach
    void anInstanceThatNobodyReaches() throws Exception {
        release.makeReachable(home);
        aws = AwsEmulator.reset();
        var groups = new EmulatedGroups(aws);
        group = groups.group("database");
        url = groups.instance("cruddur-db", group);
        variables.putAll(aws.variables());
        variables.put("DB_OPS_ADDRESS_URL", aws.url() + "/ip/v4");
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("CONNECTION_URL", url);
    }

    @Test
    void aCodespaceAllowsItsOwnAddressAtEachStart() throws Exception {
        variables.put("CODESPACE_NAME", "fluffy-space-robot");
        var file = Markdown.blocks(ROOT.resolve("README.md"), "json").getFirst();

        installFeature(Pattern.compile("https://.*\\.tgz")
                .matcher(file)
                .results()
                .findFirst()
                .orElseThrow()
                .group());
        run(json(file, "postStartCommand"));
        var again = run(json(file, "postStartCommand"));

        assertThat(again.out()).contains("18.195.0.7/32");
        assertThat(new EmulatedGroups(aws).rules(group))
                .singleElement()
                .asString()
                .contains("18.195.0.7/32", "fluffy-space-robot");
    }

    @Test
    void gitpodDoesTheSame() throws Exception {
        variables.put("GITPOD_WORKSPACE_ID", "amber-ant-a1b2c3");
        var file = Markdown.blocks(ROOT.resolve("README.md"), "yaml").getFirst();

        run(yaml(file, "before"));
        run(yaml(file, "command"));

        assertThat(new EmulatedGroups(aws).rules(group))
                .singleElement()
                .asString()
                .contains("18.195.0.7/32", "amber-ant-a1b2c3");
    }

    @Test
    void aStepOfGitHubActionsHasAccessForOneCommand() throws Exception {
        var server = TestServer.carried();
        var target = server.newDatabase();
        var step = Markdown.blocks(ROOT.resolve("README.md"), "yaml").get(1).split("(?m)^(?=- )");
        Files.copy(ROOT.resolve("schema.sql"), home.resolve("schema.sql"));
        variables.put("PROD_CONNECTION_URL", throughTheEndpoint(target));
        variables.remove("CONNECTION_URL");

        var uses = yaml(step[0], "uses").split("@");
        var action = new ActionRun(home, variables)
                .with("ACTION_REF", uses[1])
                .with("ACTION_RELEASES", "https://github.com/" + uses[0] + "/releases/download");
        assertThat(action.install(action.choose()).exit()).isZero();
        variables.merge("PATH", action.path(), (path, own) -> own + ":" + path);
        var load = run(yaml(step[1], "run"));

        assertThat(load.err()).contains("allowed 18.195.0.7/32 to reach", "loaded schema.sql", "revoked rule ");
        assertThat(server.rows(target.database(), "SELECT count(*) FROM users")).containsExactly("0");
        assertThat(new EmulatedGroups(aws).rules(group)).isEmpty();
    }

    /** As the tool that builds a dev container does: the URL of the README, into a prefix of this test. */
    private void installFeature(String url) throws Exception {
        var feature = Files.createDirectories(home.resolve("feature"));
        var prefix = home.resolve("usr");
        run("curl -fsSL %s | tar -xz -C %s".formatted(url, feature));
        variables.put("DB_OPS_PREFIX", prefix.toString());
        run(feature + "/install.sh");
        variables.put("PATH", prefix + "/bin:/usr/bin:/bin");
    }

    /** The test's server under the name of the instance on RDS. */
    private String throughTheEndpoint(ConnectionTarget target) {
        var endpoint = url.substring(url.indexOf('@') + 1, url.lastIndexOf(':'));
        var port = target.hosts().getFirst().port();
        return ConnectionUrl.formatWithPassword(target).replace("@" + target.address(), "@" + endpoint + ":" + port)
                + "?hostaddr=127.0.0.1&sslmode=disable";
    }

    private Finished run(String script) throws Exception {
        var finished = Finished.run(home, variables, List.of("sh", "-ec", script));
        assertThat(finished.exit()).as(script + "\n" + finished).isZero();
        return finished;
    }

    private static String json(String object, String key) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), object)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME
                        && parser.currentName().equals(key)) {
                    parser.nextToken();
                    return parser.getString();
                }
            }
        }
        throw new AssertionError("the README shows no " + key);
    }

    private static String yaml(String mapping, String key) {
        var value = mapping.substring(mapping.indexOf(key + ": ") + key.length() + 2);
        return value.substring(0, value.indexOf('\n'));
    }
}
