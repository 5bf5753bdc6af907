package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.PlannedTroubles.Trouble;
import dev.dbops.redshift.standin.StatementGate.Passed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** One connection of a client: its statements pass the gate, are rewritten, and executed by PostgreSQL. */
final class StandInConnection {
    private final int number;
    private final ClientLink client;
    private final ServerLink server;
    private final RedshiftStandIn standIn;
    private final Map<String, Passed> statements = new HashMap<>();
    private final Map<String, Passed> portals = new HashMap<>();

    /** After an error, messages are skipped until Sync (PostgreSQL, "Extended Query"). */
    private boolean isSkipping;

    private boolean isOver;

    /**
     * @param number the number of the connection, from 1
     * @param client a connection whose client has been authenticated
     */
    StandInConnection(int number, ClientLink client, ServerLink server, RedshiftStandIn standIn) {
        this.number = number;
        this.client = client;
        this.server = server;
        this.standIn = standIn;
    }

    /** Handles messages until the client ends the connection. */
    void run() throws IOException {
        while (!isOver) {
            var message = client.read();
            switch (message.type()) {
                case 'X' -> isOver = true;
                case 'H' -> client.flush();
                case 'S' -> sync(message);
                default -> {
                    if (!isSkipping) {
                        handle(message);
                    }
                }
            }
        }
    }

    private void sync(WireMessage message) throws IOException {
        isSkipping = false;
        standIn.recorder().roundTrip();
        server.exchange(message, "Z", this::relay);
        client.flush();
    }

    private void handle(WireMessage message) throws IOException {
        switch (message.type()) {
            case 'P' -> parse(message);
            case 'B' -> {
                portals.put(message.text(0), statements.get(message.text(message.after(0))));
                forward(message, "2");
            }
            case 'D' -> describe(message);
            case 'E' -> execute(message);
            case 'C' -> forward(message, "3");
            default -> {
                fail(WireMessage.error("0A000", "the stand-in has no messages of type " + message.type(), ""));
                if (message.type() == 'Q') {
                    sync(WireMessage.of('S'));
                }
            }
        }
    }

    /**
     * Describes a statement or a portal. Redshift keeps text in VALUES as a string of SUPER, where PostgreSQL would
     * parse it, so a parameter of that type is refused.
     */
    private void describe(WireMessage message) throws IOException {
        var described = message.body()[0] == 'S' ? statements.get(message.text(1)) : portals.get(message.text(1));
        var answers = new ArrayList<WireMessage>();
        server.exchange(message, "Tn", answers::add);
        if (described.template() == StatementTemplate.INSERT_VALUES
                && answers.stream().anyMatch(this::hasOwnType)) {
            fail(standIn.gate().refuse(RefusedStatement.value(described.text())));
            return;
        }
        for (var answer : answers) {
            relay(answer);
        }
    }

    private boolean hasOwnType(WireMessage answer) {
        return answer.type() == 't' && answer.parameterTypes().stream().anyMatch(standIn.types()::contains);
    }

    private void parse(WireMessage message) throws IOException {
        var name = message.text(0);
        var sql = message.text(message.after(0));
        try {
            var passed = standIn.gate().pass(sql);
            statements.put(name, passed);
            var types = message.after(message.after(0));
            var rest = java.util.Arrays.copyOfRange(message.body(), types, message.body().length);
            forward(WireMessage.of('P', rest, name, passed.postgres()), "1");
        } catch (RefusedStatement e) {
            fail(e);
        }
    }

    private void execute(WireMessage message) throws IOException {
        var passed = portals.get(message.text(0));
        standIn.recorder().executed(number, passed.statement());
        switch (standIn.troubles().next(passed.template()).orElse(Trouble.NONE)) {
            case NONE -> perform(message, passed, this::relay);
            case VIOLATION -> violate(passed);
            case CUT_BEFORE -> cut();
            case CUT_AFTER -> {
                perform(message, passed, _ -> {});
                server.exchange(WireMessage.of('S'), "Z", _ -> {});
                cut();
            }
        }
    }

    private void perform(WireMessage message, Passed passed, ServerLink.Relay relay) throws IOException {
        if (passed.template() == StatementTemplate.COPY) {
            var copy = CopyStatement.read(SqlTokenizer.tokens(passed.text()), passed.text());
            relay.message(new CopyExecution(copy, standIn.source(), server, standIn.badRows()).run(message));
        } else {
            server.exchange(message, "CIs", relay);
        }
    }

    /** A transaction whose COMMIT fails is over; after the failure of another statement the client ends it. */
    private void violate(Passed passed) throws IOException {
        if (passed.template() == StatementTemplate.COMMIT) {
            server.execute("ROLLBACK");
            client.send(ServerError.serialization());
            isSkipping = true;
        } else {
            fail(ServerError.serialization());
        }
    }

    private void cut() throws IOException {
        client.reset();
        isOver = true;
    }

    private void forward(WireMessage message, String ends) throws IOException {
        server.exchange(message, ends, this::relay);
    }

    private void relay(WireMessage message) throws IOException {
        if (message.type() == 'E') {
            isSkipping = true;
            client.send(ServerError.translated(message));
        } else {
            client.send(message);
        }
    }

    private void fail(RefusedStatement refusal) throws IOException {
        fail(WireMessage.error(refusal.sqlState(), refusal.getMessage(), ""));
    }

    private void fail(WireMessage error) throws IOException {
        server.fail();
        client.send(error);
        isSkipping = true;
    }
}
