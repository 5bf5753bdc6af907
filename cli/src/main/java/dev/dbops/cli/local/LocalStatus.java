package dev.dbops.cli.local;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.local.LocalDatabase;
import dev.dbops.local.LocalServerStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows the state of the private local server. */
public final class LocalStatus implements Command, Callable<Integer> {
    private final Context context;

    public LocalStatus(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show whether the local PostgreSQL server is running, and its databases.")
                .footer("Exit code 1 when it is not running.", "", "Example: db-ops local-status -o json");
    }

    /**
     * The server's state.
     *
     * @param state running, stopped or absent
     * @param port on 127.0.0.1, when it runs
     * @param pid its main process, when it runs
     * @param data its data directory, unless it was never set up
     * @param databases the projects' databases; of a stopped server those that are in the register of projects
     */
    private record Result(
            String state,
            Optional<Integer> port,
            Optional<Long> pid,
            Optional<Path> data,
            List<LocalDatabase> databases) {}

    @Override
    public Integer call() {
        var server = context.localServer();
        return switch (server.status()) {
            case LocalServerStatus.Running(var port, var pid, var _, var data) -> {
                print(
                        new Result(
                                "running", Optional.of(port), Optional.of(pid), Optional.of(data), server.databases()),
                        "the local server runs on 127.0.0.1:%d (pid %d, data in %s)".formatted(port, pid, data));
                yield 0;
            }
            case LocalServerStatus.Stopped(var data) -> {
                print(
                        new Result(
                                "stopped", Optional.empty(), Optional.empty(), Optional.of(data), server.databases()),
                        "the local server is stopped (data in %s)".formatted(data));
                yield 1;
            }
            case LocalServerStatus.Absent() -> {
                print(
                        new Result("absent", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                        "there is no local server; db-ops local-start creates one");
                yield 1;
            }
        };
    }

    private void print(Result result, String sentence) {
        context.output().print(result, sentence);
    }
}
