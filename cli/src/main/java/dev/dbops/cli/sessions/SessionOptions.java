package dev.dbops.cli.sessions;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.postgres.session.SessionFilter;
import dev.dbops.postgres.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The options that say which sessions are meant. */
final class SessionOptions {
    private Optional<SessionState> state = Optional.empty();
    private Optional<Duration> olderThan = Optional.empty();
    private Optional<String> user = Optional.empty();
    private Optional<String> application = Optional.empty();

    void describe(CommandSpecBuilder model) {
        model.choice(
                        "--state",
                        "STATE",
                        "Only sessions in this state: active, idle, idle-in-transaction (also aborted) ...",
                        SessionState.NAMES,
                        value -> state = Optional.of(SessionState.of(value)))
                .longDuration(
                        "--older-than",
                        "Only sessions whose state has lasted at least this long, such as 10m.",
                        "0s",
                        "36500d",
                        value -> olderThan = Optional.of(value))
                .option("--user", "ROLE", "Only sessions of this role.", value -> user = Optional.of(value))
                .optionOrEmpty(
                        "--application",
                        "NAME",
                        "Only sessions with this application_name.",
                        value -> application = Optional.of(value));
    }

    SessionFilter filter(List<Integer> pids) {
        return new SessionFilter(pids, state, olderThan, user, application);
    }
}
