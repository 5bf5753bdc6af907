package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The completions that are the same in all shells, with the scripts of the repository. */
interface CompletionCases {
    Path SCRIPTS = Path.of("..", "completions").toAbsolutePath().normalize();

    /** The candidates that the shell offers for the last word of the line. */
    List<String> candidates(String line) throws IOException, InterruptedException;

    static List<Arguments> cases() {
        return List.of(
                arguments("db-ops se", "seed sessions sessions-kill setup"),
                arguments("db-ops local-", "local-start local-status local-stop"),
                arguments("db-ops nonsense", ""),
                arguments("X=1 db-ops sess", "sessions sessions-kill"),
                arguments("../bin/db-ops sess", "sessions sessions-kill"),
                // options
                arguments("db-ops schema-load --fi", "--file"),
                arguments("db-ops setup --see", "--seed"),
                arguments("db-ops seed --see", ""),
                arguments("db-ops --conf", "--confirm"),
                arguments("db-ops setup prod --pro", "--protect"),
                arguments("db-ops setup --env", "--env --env-file"),
                // --version stands alone
                arguments("db-ops --ve", "--version"),
                arguments("db-ops setup --v", "--via"),
                // the command is found after options and their values, even those that look like one
                arguments("db-ops -q loc", "local-start local-status local-stop"),
                arguments("db-ops -e seed schema-load --fi", "--file"),
                arguments("db-ops --env=seed setup --pro", "--protect"),
                arguments("db-ops --url postgresql://a@b:1/c ur", "url"),
                arguments("db-ops --url 'postgresql://a@b:1/c' setup --pro", "--protect"),
                arguments("db-ops setup --url postgresql://a@b:1/c --pro", "--protect"),
                arguments("db-ops setup -q -o json --pro", "--protect"),
                // values from a list
                arguments("db-ops -o ", "csv json table"),
                arguments("db-ops sessions -o c", "csv"),
                arguments("db-ops sessions --output=j", "--output=json"),
                arguments("db-ops help loc", "local-start local-status local-stop"),
                arguments("db-ops completion ", "bash fish zsh"),
                arguments("db-ops triggers-install --ops ", "delete insert truncate update"),
                arguments("db-ops triggers-install --before f", "full"),
                arguments("db-ops triggers-install --lambda-invocation E", "Event"),
                arguments("db-ops events-list --format=d", "--format=debezium"),
                arguments("db-ops events-list --time-precision a", "adaptive adaptive_time_microseconds"),
                arguments("db-ops events-tail --decimal-mode ", "double precise string"),
                arguments("db-ops events-list --op insert --op d", "delete"),
                arguments("db-ops events-replay --from ", "beginning now"),
                arguments("db-ops events-replay --on-error d", "dead-letter"),
                arguments("db-ops cognito-sync --match ", "email handle"),
                arguments("db-ops rds-restore --at ", "latest"),
                // environments
                arguments("db-ops -e ", "dev eu_west last prod staging"),
                arguments("db-ops schema-load --env s", "staging"),
                arguments("db-ops --env=eu", "--env=eu_west"),
                arguments("db-ops schema-load ", "dev eu_west last prod staging"),
                arguments("db-ops wait --timeout 3s d", "dev"),
                arguments("db-ops schema-load prod s", ""),
                arguments("db-ops local-start d", ""),
                // values that cannot be known
                arguments("db-ops --url ", ""),
                arguments("db-ops create --owner ", ""),
                arguments("db-ops wait --timeout ", ""));
    }

    @ParameterizedTest
    @MethodSource("dev.dbops.cli.completion.CompletionCases#cases")
    default void theShellOffersWhatFits(String line, String expected) throws Exception {
        assertThat(String.join(" ", candidates(line))).isEqualTo(expected);
    }

    static List<String> files() {
        return List.of(
                "db-ops schema-load -f ", "db-ops schema-load --file ", "db-ops setup --seed ", "db-ops --env-file ");
    }

    @ParameterizedTest
    @MethodSource("dev.dbops.cli.completion.CompletionCases#files")
    default void optionsThatTakeAPathGetFiles(String line) throws Exception {
        assertThat(candidates(line + "s")).hasSize(2).contains("schema.sql");
        assertThat(candidates(line + "m")).containsExactly("my schema.sql");
        assertThat(candidates(line + "seeds/")).containsExactly("seeds/demo.sql");
    }
}
