package dev.dbops.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the signals that would end db-ops away from it while another program runs in its place: that program decides
 * what they mean, and db-ops tidies up behind it.
 *
 * <p>The terminal's Ctrl-C reaches the program without us, because it reaches everything in the foreground. What is sent
 * to db-ops alone (kill, a CI step's timeout, the end of a session) is handed on as SIGTERM.
 *
 * <p>Java has one way to hear of signals, sun.misc.Signal, and javac warns of that name whatever it is told; so it is
 * called by reflection.
 */
public final class Signals implements AutoCloseable {
    private static final int INTERRUPT = 2;
    private static final int FIRST_EXIT_CODE = 128;

    /** The signals that end a process, and their numbers; not all systems have all of them. */
    private static final Map<String, Integer> NUMBERS = Map.of("INT", INTERRUPT, "TERM", 15, "HUP", 1);

    private final Class<?> signal;
    private final Class<?> handler;
    private final Method handle;
    private final Map<Object, Object> before = new LinkedHashMap<>();
    private Process program;
    private int received;

    private Signals() throws ReflectiveOperationException {
        signal = Class.forName("sun.misc.Signal");
        handler = Class.forName("sun.misc.SignalHandler");
        handle = signal.getMethod("handle", signal, handler);
        var ignore = handler.getField("SIG_IGN").get(null);
        for (var entry : NUMBERS.entrySet()) {
            int number = entry.getValue();
            var own = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        return switch (method.getName()) {
                            case "handle" -> receive(number);
                            case "equals" -> proxy == args[0];
                            case "hashCode" -> number;
                            default -> "handler of signal " + number;
                        };
                    });
            var name = signal.getConstructor(String.class).newInstance(entry.getKey());
            var previous = handle.invoke(null, name, own);
            before.put(name, previous);
            if (previous == ignore) {
                // as in a script's background: the program is to ignore it as well, which a handler would undo
                handle.invoke(null, name, previous);
            }
        }
    }

    /** Holds the signals back until it is closed. */
    public static Signals hold() {
        try {
            return new Signals();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals", e);
        }
    }

    /** From now on, what is sent to db-ops alone is handed on to this program; so is what came before. */
    public synchronized void forwardTo(Process started) {
        program = started;
        if (received != 0) {
            program.destroy();
        }
    }

    /** The exit code for a signal that has come: 130 for Ctrl-C; 0 when there was none. */
    public synchronized int exitCode() {
        return received == 0 ? 0 : FIRST_EXIT_CODE + received;
    }

    private synchronized Object receive(int number) {
        received = number;
        if (program != null && number != INTERRUPT) {
            program.destroy();
        }
        return null;
    }

    @Override
    public void close() {
        before.forEach((name, previous) -> {
            try {
                handle.invoke(null, name, previous);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a signal's handler cannot be put back", e);
            }
        });
    }
}
