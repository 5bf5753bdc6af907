package dev.dbops.aws.dataapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the driver's messages as a server does (PostgreSQL documentation, section 53.2), with requests to the Data API.
 */
final class DataApiBackend implements AutoCloseable {
    private final BackendMessages answers = new BackendMessages();
    private final DataApiSession session;
    private final StatementExecution execution;
    private final BackendTransaction transaction;
    private final SessionStart start;
    private final Map<String, Prepared> statements = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();

    /** True after an error, until the next Sync. */
    private boolean skipping;

    private boolean ended;

    /** A statement with the types of its parameters. */
    private record Prepared(StatementShape shape, int[] types) {}

    /** A statement with values, and its result once it has run. */
    private static final class Portal {
        private final Prepared statement;
        private final List<Optional<String>> values;
        private ResultRows result;
        private int next;

        Portal(Prepared statement, List<Optional<String>> values) {
            this.statement = statement;
            this.values = values;
        }
    }

    DataApiBackend(DataApiSession session, SessionStart start) {
        this.session = session;
        this.start = start;
        this.execution = new StatementExecution(session);
        this.transaction = new BackendTransaction(session, start, execution);
    }

    /** Opens the session, and answers the driver's first message. */
    void begin(int number) {
        execution.serverVersion(start.open(session, answers));
        answers.key(number);
        answers.ready('I');
    }

    boolean isEnded() {
        return ended;
    }

    byte[] takeAnswers() {
        return answers.take();
    }

    /** Answers messages that have arrived together. */
    void receive(List<FrontendMessage> messages) {
        for (var i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            try {
                if (message.type() == 'S') {
                    sync();
                } else if (message.type() == 'Q') {
                    simple(message.text());
                } else if (!skipping) {
                    extended(message, isAlone(messages, i));
                }
            } catch (ServerRefusal e) {
                refuse(e);
                skipping = true;
            }
        }
    }

    /** Returns whether no other statement is in the same implicit transaction. */
    private static boolean isAlone(List<FrontendMessage> messages, int at) {
        var others = 0;
        for (var i = at; i < messages.size() && messages.get(i).type() != 'S'; i++) {
            others += messages.get(i).type() == 'P' ? 1 : 0;
        }
        for (var i = at; i >= 0 && messages.get(i).type() != 'S'; i--) {
            others += messages.get(i).type() == 'P' ? 1 : 0;
        }
        return others <= 1;
    }

    private void extended(FrontendMessage message, boolean alone) throws ServerRefusal {
        switch (message.type()) {
            case 'P' -> {
                var name = message.text();
                statements.put(name, new Prepared(StatementShape.of(message.text()), message.types()));
                answers.parsed();
            }
            case 'B' -> {
                var name = message.text();
                portals.put(name, new Portal(statements.get(message.text()), message.values()));
                answers.bound();
            }
            case 'D' -> describe((char) message.body().get(), message.text(), alone);
            case 'E' -> execute(portal(message.text()), message.body().getInt(), alone);
            case 'C' -> {
                var kind = (char) message.body().get();
                (kind == 'P' ? portals : statements).remove(message.text());
                answers.closed();
            }
            case 'H' -> {}
            case 'X' -> {
                ended = true;
                close();
            }
            default ->
                throw new ServerRefusal(
                        ServerRefusal.NOT_SUPPORTED, "the Data API has no message " + message.type(), "");
        }
    }

    private void describe(char kind, String name, boolean alone) throws ServerRefusal {
        if (kind == 'P') {
            var portal = portal(name);
            runOnce(portal, alone);
            columns(portal.result.columns());
            return;
        }
        var statement = statements.get(name);
        answers.parameters(statement.types());
        if (statement.shape().kind() == StatementShape.Kind.QUERY) {
            transaction.open();
        }
        columns(execution.describe(statement.shape(), statement.types()));
    }

    private Portal portal(String name) throws ServerRefusal {
        var portal = portals.get(name);
        if (portal == null) {
            throw new ServerRefusal("34000", "portal \"" + name + "\" does not exist", "");
        }
        return portal;
    }

    private void columns(Optional<List<ResultRows.Column>> columns) {
        columns.ifPresentOrElse(answers::columns, answers::noData);
    }

    private void execute(Portal portal, int most, boolean alone) throws ServerRefusal {
        runOnce(portal, alone);
        var rows = portal.result.rows();
        var end = most == 0 ? rows.size() : Math.min(rows.size(), portal.next + most);
        while (portal.next < end) {
            answers.row(rows.get(portal.next++));
        }
        if (most > 0 && portal.next == end && end < rows.size()) {
            answers.suspended();
        } else if (portal.statement.shape().kind() == StatementShape.Kind.EMPTY) {
            answers.empty();
        } else {
            answers.complete(portal.result.tag());
        }
    }

    private void runOnce(Portal portal, boolean alone) throws ServerRefusal {
        if (portal.result == null) {
            var statement = portal.statement;
            portal.result = transaction.run(statement.shape(), portal.values, alone, statement.types());
        }
    }

    /** A message of the simple protocol: one or several statements, without parameters. */
    private void simple(String text) throws ServerRefusal {
        try {
            var parts = SimpleQuery.parts(text);
            for (var part : parts) {
                var portal = new Portal(new Prepared(part.shape(), new int[0]), List.of());
                try {
                    runOnce(portal, parts.size() == 1);
                } catch (ServerRefusal e) {
                    throw e.at(e.position() == 0 ? 0 : e.position() + part.before());
                }
                portal.result.columns().ifPresent(answers::columns);
                execute(portal, 0, true);
            }
        } catch (ServerRefusal e) {
            refuse(e);
        }
        sync();
    }

    private void refuse(ServerRefusal refusal) {
        transaction.fail();
        answers.error(refusal.fields());
    }

    private void sync() {
        skipping = false;
        try {
            transaction.sync();
        } catch (ServerRefusal e) {
            refuse(e);
        }
        if (!transaction.isExplicit()) {
            portals.clear();
        }
        answers.ready(transaction.state());
    }

    @Override
    public void close() {
        session.close();
    }
}
