package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of IAM actions in docs/aws.md, held against what the commands called in the unit tests, which ran before. */
class IamActionsIT {
    private static final Path DOCUMENT = Path.of("../docs/aws.md");
    private static final Path RECORDED = Path.of("../cli/target/aws-calls.txt");
    private static final String EVERY_COMMAND = "every command";

    /** Several commands have the option; the tests look for the cluster with {@code query}. */
    private static final String DATA_API = "--data-api, on the cluster";

    /** Any command may have one; the tests use {@code sessions}. */
    private static final String SECRET_OF_A_FILE = "a secret= of a .env file";

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void theListOfActionsIsWhatTheCommandsCall() throws IOException {
        var documented = documented();
        var shared = documented.remove(EVERY_COMMAND);
        var dataApi = documented.remove(DATA_API);
        assertThat(dataApi).contains("rds-data:ExecuteStatement", "rds:DescribeDBClusters");
        // the stand-in for the Data API itself is not the emulator, and records nothing
        dataApi.removeIf(action -> action.startsWith("rds-data:"));
        documented.put("query", dataApi);
        documented.put("sessions", documented.remove(SECRET_OF_A_FILE));
        var recorded = recorded(shared);

        assertThat(recorded).isEqualTo(documented);
    }

    private static Map<String, TreeSet<String>> documented() throws IOException {
        var actions = new TreeMap<String, TreeSet<String>>();
        var section = false;
        for (var line : Files.readAllLines(DOCUMENT)) {
            section = line.startsWith("## ") ? line.equals("## IAM actions") : section;
            var cells = line.split("\\|");
            if (section && cells.length == 3 && line.contains(":") && line.contains("`")) {
                actions.put(
                        cells[1].strip().replace("`", ""),
                        new TreeSet<>(QUOTED.matcher(cells[2])
                                .results()
                                .map(match -> match.group(1))
                                .toList()));
            }
        }
        assertThat(actions).containsKey(EVERY_COMMAND);
        return actions;
    }

    private static Map<String, TreeSet<String>> recorded(TreeSet<String> shared) throws IOException {
        var actions = new TreeMap<String, TreeSet<String>>();
        for (var line : Files.readAllLines(RECORDED)) {
            var words = List.of(line.split(" "));
            if (!shared.contains(words.getLast())) {
                actions.computeIfAbsent(words.getFirst(), command -> new TreeSet<>())
                        .add(words.getLast());
            }
        }
        return actions;
    }
}
