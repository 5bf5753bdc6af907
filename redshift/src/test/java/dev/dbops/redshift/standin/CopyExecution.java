package dev.dbops.redshift.standin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A COPY from S3, executed as a COPY of PostgreSQL in the same transaction (PostgreSQL, "COPY Operations"). */
final class CopyExecution {
    private final CopyStatement copy;
    private final Optional<CopySource> source;
    private final ServerLink server;
    private final List<String> reasons;

    /**
     * @param reasons gets why a row is bad, which the error of Redshift does not say
     */
    CopyExecution(CopyStatement copy, Optional<CopySource> source, ServerLink server, List<String> reasons) {
        this.copy = copy;
        this.source = source;
        this.server = server;
        this.reasons = reasons;
    }

    /**
     * Executes it.
     *
     * @param execute the client's message
     * @return the answer: CommandComplete or ErrorResponse
     */
    WireMessage run(WireMessage execute) throws IOException {
        var begun = server.exchange(execute, "G", _ -> {});
        if (begun.type() == 'E') {
            return ServerError.translated(begun);
        }
        try {
            if (source.isEmpty()) {
                throw new SourceFailure("the stand-in has no S3");
            }
            source.get().read(copy, row -> server.send(new WireMessage('d', row)));
        } catch (SourceFailure e) {
            abandon();
            return ServerError.internal(e.getMessage());
        } catch (IOException e) {
            abandon();
            return badRow(e.getMessage());
        }
        var last = server.exchange(WireMessage.of('c'), "C", _ -> {});
        return last.type() == 'E' ? badRow(ServerError.translated(last).fields().get('M')) : last;
    }

    private void abandon() throws IOException {
        server.exchange(WireMessage.of('f', new byte[0], "refused by the stand-in"), "", _ -> {});
    }

    private WireMessage badRow(String reason) {
        reasons.add(copy.table() + ": " + reason);
        return ServerError.load(copy.table());
    }
}
